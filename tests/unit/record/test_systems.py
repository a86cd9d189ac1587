"""One name for a code system, one way to write a code."""

import pytest

from cds.record import canonical_code, canonical_system, ndc_spellings
from cds.record.systems import ATC, CPT, HCPCS, ICD10CM, LIGHT_THERAPY, LOINC, NCIT, NDC, RXNORM, SNOMED


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("urn:oid:2.16.840.1.113883.6.88", RXNORM),
        ("2.16.840.1.113883.6.88", RXNORM),
        ("URN:OID:2.16.840.1.113883.6.88", RXNORM),
        ("https://www.nlm.nih.gov/research/umls/rxnorm/", RXNORM),
        ("http://www.nlm.nih.gov/research/umls/RxNorm", RXNORM),
        (" http://www.nlm.nih.gov/research/umls/rxnorm ", RXNORM),
        ("RxNorm", RXNORM),
        ("urn:oid:2.16.840.1.113883.6.69", NDC),
        ("urn:oid:2.16.840.1.113883.6.90", ICD10CM),
        ("http://hl7.org/fhir/sid/icd-10-cm", ICD10CM),
        ("http://hl7.org/fhir/sid/icd-10-us", ICD10CM),
        ("urn:oid:2.16.840.1.113883.6.96", SNOMED),
        ("http://snomed.info/sct/731000124108", SNOMED),
        ("http://snomed.info/sct/731000124108/version/20260301", SNOMED),
        ("http://snomed.info/sct|2026-03-01", SNOMED),
        ("HTTP://SNOMED.INFO/SCT", SNOMED),
        ("urn:oid:2.16.840.1.113883.6.1", LOINC),
        ("https://loinc.org/", LOINC),
        ("http://www.whocc.no/atc/", ATC),
        ("https://whocc.no/atc", ATC),
        ("urn:oid:2.16.840.1.113883.6.285", HCPCS),
        ("https://bluebutton.cms.gov/resources/codesystem/hcpcs", HCPCS),
        ("http://www.ama-assn.org/go/cpt/", CPT),
        ("urn:oid:2.16.840.1.113883.3.26.1.1", NCIT),
        ("https://kir-cds.org/fhir/CodeSystem/light-therapy/", LIGHT_THERAPY),
        ("http://hl7.org/fhir/v3/ActCode", "http://terminology.hl7.org/CodeSystem/v3-ActCode"),
    ],
)
def test_a_system_has_one_name_however_it_is_written(written: str, canonical: str) -> None:
    assert canonical_system(written) == canonical


@pytest.mark.parametrize("uri", ["http://hl7.org/fhir/sid/icd-10-gm", "urn:oid:1.2.840.114350.1.13.0.1.7.2.696580"])
def test_a_system_of_nobody_we_know_keeps_its_name(uri: str) -> None:
    assert canonical_system(f" {uri} ") == uri


def test_icd_10_of_the_who_is_not_taken_for_the_american_one() -> None:
    assert canonical_system("http://hl7.org/fhir/sid/icd-10") != ICD10CM


@pytest.mark.parametrize(
    ("system", "written", "canonical"),
    [
        (ICD10CM, "m54.5", "M54.5"),
        (ICD10CM, "M545", "M54.5"),
        (ICD10CM, " i71.40 ", "I71.40"),
        (ICD10CM, "E11.", "E11"),
        (ICD10CM, "I10", "I10"),
        (ICD10CM, "T20.1.XA", "T20.1XA"),
        (ATC, "n01ax03", "N01AX03"),
        (HCPCS, "g2082", "G2082"),
        (LOINC, "la15173-0", "LA15173-0"),
        (RXNORM, " 6130 ", "6130"),
        (NDC, "50458-028-02", "50458002802"),
        (NDC, "0409-2053-10", "00409205310"),
        (NDC, "5045802802", "5045802802"),  # ten bare digits do not say where the zero belongs
        (NDC, "50458002802", "50458002802"),
        (LIGHT_THERAPY, "PBM-LED-NIR", "pbm-led-nir"),
        ("urn:local", "aBc", "aBc"),  # case may carry meaning in a system that nobody knows
    ],
)
def test_a_code_is_written_as_its_system_writes_it(system: str, written: str, canonical: str) -> None:
    assert canonical_code(system, written) == canonical


@pytest.mark.parametrize(
    ("written", "spellings"),
    [
        ("50458-028-02", ("50458002802", "504580028")),  # 5-3-2
        ("0054-0272-25", ("00054027225", "000540272")),  # 4-4-2
        ("12345-6789-1", ("12345678901", "123456789")),  # 5-4-1
        (" 50458002802 ", ("50458002802", "504580028")),
        ("5045802802", ("05045802802", "50458002802", "50458028002")),  # which nought is missing, nobody can tell
        ("50458-028", ("504580028",)),  # a product, whatever its package
        ("504580028", ("504580028",)),
        ("n/a", ("n/a",)),
        ("", ("",)),
    ],
)
def test_an_ndc_may_mean_several_codes(written: str, spellings: tuple[str, ...]) -> None:
    assert ndc_spellings(written) == spellings
