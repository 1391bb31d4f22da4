from __future__ import annotations

import xml.etree.ElementTree as ElementTree

from terrapants.findings.junit import document, xml_text


def test_characters_that_xml_forbids_are_left_out() -> None:
    assert xml_text("a\x1b[31m\x00b\ud800\t\n") == "a[31mb\t\n"


def test_a_document_can_be_read_back() -> None:
    suites = ElementTree.Element("testsuites")
    ElementTree.SubElement(suites, "testsuite", name="é")
    (suite,) = ElementTree.fromstring(document(suites))
    assert suite.get("name") == "é"
