"""The release of the suite."""

VERSION = "0.1.0"
