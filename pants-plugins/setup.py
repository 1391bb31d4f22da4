"""Builds the wheel of the suite: `./pants package pants-plugins:wheel`."""

import runpy
import sys
from pathlib import Path

from setuptools import find_packages, setup  # pants: no-infer-dep
from setuptools.command.build_py import build_py  # pants: no-infer-dep

sys.path.insert(0, "../build-support/wheel")
from forms import lay_out

VERSION = runpy.run_path("terrapants/version.py")["VERSION"]


class BothForms(build_py):
    """As `selector.py` expects them."""

    def run(self) -> None:
        super().run()
        lay_out(Path(self.build_lib) / "terrapants")


setup(
    name="terrapants",
    version=VERSION,
    description="Pants plugins for Python and Terraform in one repository",
    long_description=Path("README.md").read_text(),
    long_description_content_type="text/markdown",
    license="Apache-2.0",
    python_requires=">=3.9",
    classifiers=[
        "Development Status :: 4 - Beta",
        "Environment :: Console",
        "Intended Audience :: System Administrators",
        "License :: OSI Approved :: Apache Software License",
        "Operating System :: MacOS",
        "Operating System :: POSIX :: Linux",
        "Programming Language :: Python :: 3",
        "Topic :: Software Development :: Build Tools",
        "Topic :: Software Development :: Testing",
    ],
    packages=find_packages(include=["terrapants", "terrapants.*"]),
    package_data={"": ["*.lock", "*.sh"]},
    # Pants itself is where the plugin is installed, and pins what both need.
    install_requires=["lark", "markdown-it-py==3.0.0", "packaging", "python-hcl2==8.1.4", "pyyaml"],
    entry_points={"pantsbuild.plugin": ["rules = terrapants:rules"]},
    cmdclass={"build_py": BothForms},
    zip_safe=False,
)
