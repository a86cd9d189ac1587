"""Code systems under one name each, and codes as their system writes them.

EHRs name the same system by URI, by OID, with `https`, a trailing slash, an edition or in capitals. Codes are
compared, displays never are, so both sides of every comparison pass through here.
"""

import re
from functools import lru_cache

from cds.record.model import Concept

RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
SNOMED = "http://snomed.info/sct"
LOINC = "http://loinc.org"
ICD10CM = "http://hl7.org/fhir/sid/icd-10-cm"
ICD10 = "http://hl7.org/fhir/sid/icd-10"
NDC = "http://hl7.org/fhir/sid/ndc"
ATC = "http://www.whocc.no/atc"
HCPCS = "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets"
CPT = "http://www.ama-assn.org/go/cpt"
NCIT = "http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl"
UNII = "http://fdasis.nlm.nih.gov"
UCUM = "http://unitsofmeasure.org"
LIGHT_THERAPY = "https://kir-cds.org/fhir/CodeSystem/light-therapy"

KNOWN_SYSTEMS = frozenset({RXNORM, SNOMED, LOINC, ICD10CM, NDC, ATC, HCPCS, CPT, LIGHT_THERAPY})
"""Systems that value sets are written in: an entry coded in one of them and in no value set is of no interest.

ICD-10 of the WHO and national variants are not among them: such an entry counts as uncoded and stays visible.
"""

# HL7's own tables moved between releases: http://hl7.org/fhir/v3/ActCode became .../CodeSystem/v3-ActCode.
_HL7 = "http://terminology.hl7.org/CodeSystem/"

# Keys are folded by _fold: lower case, without scheme, `www.`, `urn:oid:` and what trails.
_ALIASES = {
    "nlm.nih.gov/research/umls/rxnorm": RXNORM,
    "2.16.840.1.113883.6.88": RXNORM,
    "rxnorm": RXNORM,
    "snomed.info/sct": SNOMED,
    "2.16.840.1.113883.6.96": SNOMED,
    "snomed": SNOMED,
    "snomed ct": SNOMED,
    "snomed-ct": SNOMED,
    "loinc.org": LOINC,
    "2.16.840.1.113883.6.1": LOINC,
    "loinc": LOINC,
    "hl7.org/fhir/sid/icd-10-cm": ICD10CM,
    "hl7.org/fhir/sid/icd-10-us": ICD10CM,  # its name in DSTU2
    "2.16.840.1.113883.6.90": ICD10CM,
    "icd-10-cm": ICD10CM,
    "icd10cm": ICD10CM,
    "hl7.org/fhir/sid/icd-10": ICD10,
    "2.16.840.1.113883.6.3": ICD10,
    "hl7.org/fhir/sid/ndc": NDC,
    "2.16.840.1.113883.6.69": NDC,
    "ndc": NDC,
    "whocc.no/atc": ATC,
    "whocc.no/atc_ddd_index": ATC,
    "2.16.840.1.113883.6.73": ATC,
    "cms.gov/medicare/coding/hcpcsreleasecodesets": HCPCS,
    "bluebutton.cms.gov/resources/codesystem/hcpcs": HCPCS,
    "2.16.840.1.113883.6.285": HCPCS,
    "2.16.840.1.113883.6.14": HCPCS,
    "ama-assn.org/go/cpt": CPT,
    "2.16.840.1.113883.6.12": CPT,
    "ncicb.nci.nih.gov/xml/owl/evs/thesaurus.owl": NCIT,
    "2.16.840.1.113883.3.26.1.1": NCIT,
    "fdasis.nlm.nih.gov": UNII,
    "2.16.840.1.113883.4.9": UNII,
    "unitsofmeasure.org": UCUM,
    "2.16.840.1.113883.6.8": UCUM,
    "kir-cds.org/fhir/codesystem/light-therapy": LIGHT_THERAPY,
    "hl7.org/fhir/v3/actcode": _HL7 + "v3-ActCode",
    "2.16.840.1.113883.5.4": _HL7 + "v3-ActCode",
    "hl7.org/fhir/condition-clinical": _HL7 + "condition-clinical",
    "hl7.org/fhir/condition-ver-status": _HL7 + "condition-ver-status",
    "hl7.org/fhir/condition-category": _HL7 + "condition-category",
    "hl7.org/fhir/medication-request-category": _HL7 + "medicationrequest-category",
}

_UPPER_CASE = frozenset({ICD10CM, ICD10, ATC, HCPCS, CPT, LOINC})
_EDITION = re.compile(r"^snomed\.info/sct/\d+(/version/\d+)?$")


@lru_cache(maxsize=4096)
def canonical_system(uri: str) -> str:
    """The one name of a code system.

    Takes:  uri — as received: a URI in any case, `http` or `https`, with a slash or `|version` behind; an OID bare or
            as `urn:oid:`; for the commonest systems also the bare name.
    Gives:  the canonical URI when the system is one of ours, else what was received without outer white space.
    """
    folded = _fold(uri)
    if _EDITION.match(folded):
        return SNOMED
    return _ALIASES.get(folded, uri.strip())


@lru_cache(maxsize=8192)
def canonical_code(system: str, code: str) -> str:
    """A code as its (canonical) system writes it: no white space around, case and dots in place.

    ICD codes have their dot after the third character; NDCs become the 11 digits that billing uses, if the hyphens
    say which segment to pad (ten bare digits do not).
    """
    code = code.strip()
    if system in _UPPER_CASE:
        code = code.upper()
    if system in (ICD10CM, ICD10):
        bare = code.replace(".", "").replace(" ", "")
        return f"{bare[:3]}.{bare[3:]}" if len(bare) > 3 else bare
    if system == NDC:
        return _eleven_digits(code)
    if system == LIGHT_THERAPY:
        return code.lower()
    return code


def ndc_spellings(code: str) -> tuple[str, ...]:
    """Every canonical code that an NDC may mean, the likeliest first.

    Eleven digits name a package; without the last two, its product. Ten bare digits do not say where a nought is
    missing: they may mean any of three packages. Two segments name a product: nine digits.
    """
    code = _eleven_digits(code.strip())
    labeler, hyphen, product = code.partition("-")
    if hyphen and labeler.isdigit() and product.isdigit():
        return (labeler.zfill(5) + product.zfill(4),)
    if len(code) == 10 and code.isdigit():
        return tuple(dict.fromkeys(("0" + code, code[:5] + "0" + code[5:], code[:9] + "0" + code[9:])))
    return (code, code[:9]) if len(code) == 11 and code.isdigit() else (code,)


def is_coded(concept: Concept) -> bool:
    """Whether a concept has a code that a value set could hold."""
    return any(coding.system in KNOWN_SYSTEMS for coding in concept.codings)


def _fold(uri: str) -> str:
    folded = uri.strip().lower().partition("|")[0]
    for prefix in ("urn:oid:", "oid:", "https://", "http://", "www."):
        folded = folded.removeprefix(prefix)
    return folded.rstrip("/#")


def _eleven_digits(code: str) -> str:
    segments = code.split("-")
    if len(segments) != 3 or not all(segment.isdigit() for segment in segments):
        return code
    labeler, product, package = segments
    return labeler.zfill(5) + product.zfill(4) + package.zfill(2)
