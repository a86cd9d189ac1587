"""Builders for light orders: a family with a few devices, regions and routes, beside those of `builders`.

Nothing here depends on `rules/`; codes are real where the reading depends on the code system.
"""

from datetime import date
from typing import Any

from cds.findings.readings import Readings
from cds.findings.view import View
from cds.record import Coding, Concept, Kind, Order, Parameter, PatientRecord, TherapyOrder, Value
from cds.rulebook import SYSTEMS, BodySites, Family, Hook, Routes, Rulebook, Services, SourceAttributes, ValueSet
from cds.rulebook.rule import Overrides
from tests.unit.findings.builders import ICD, NOW, SNOMED, maybe, named

LIGHT, HCPCS, ATC = SYSTEMS["light"], SYSTEMS["hcpcs"], SYSTEMS["atc"]


def _set(name: str, *concepts: dict[str, Any]) -> ValueSet:
    written = [{"verified": True, "source": "test", **concept} for concept in concepts]
    return ValueSet.model_validate({"id": name, "title": name, "concepts": written})


def _member(system: str, code: str, display: str, match: str = "exact", **properties: Any) -> dict[str, Any]:
    ingredient = {"ingredient": properties.pop("ingredient")} if "ingredient" in properties else {}
    names = {"names": properties.pop("names")} if "names" in properties else {}
    known = {"system": system, "code": code, "display": display, "match": match}
    return known | ingredient | names | {"properties": properties}


VALUE_SETS = (
    _set(
        "order-heat",
        _member("hcpcs", "E0200", "Heat lamp", device_class="heat-lamp"),
    ),
    _set(
        "order-pbm",
        _member("light", "pbm-led-red", "Red LED", device_class="led-red"),
        _member("light", "pbm-led-nir", "NIR LED", device_class="led-nir"),
        _member("light", "pbm-dual-650-850", "Dual LED", device_class="led-dual"),
        _member("light", "laser-class4", "Class 4 laser", device_class="class4"),
        _member("hcpcs", "S8948", "Low-level laser", device_class="lllt"),
    ),
    _set(
        "photosensitisers",
        _member("rxnorm", "3640", "doxycycline", "ingredient", names=["doxycycline"], washout_days=5, strength="high"),
        _member(
            "rxnorm",
            "5487",
            "hydrochlorothiazide",
            "ingredient",
            names=["hydrochlorothiazide", "HCTZ", "Zestoretic"],
            washout_days=3,
            strength="high",
        ),
        _member(
            "rxnorm",
            "2551",
            "ciprofloxacin",
            "ingredient",
            names=["ciprofloxacin"],
            washout_days=1,
            strength="moderate",
        ),
    ),
    _set(
        "photodynamic",
        _member(
            "rxnorm",
            "333848",
            "porfimer sodium",
            "ingredient",
            names=["porfimer", "porfimer sodium", "Photofrin"],
            washout_days=30,
            extended_days=90,
        ),
        _member(
            "rxnorm",
            "242166",
            "porfimer sodium 75 MG Injection",
            "product",
            ingredient="333848",
            washout_days=30,
            extended_days=90,
        ),
        _member("atc", "L01XD07", "padeliporfin", washout_days=2),
        _member("rxnorm", "683", "aminolevulinic acid", "ingredient", names=["aminolevulinic acid"], washout_days=2),
    ),
    _set(
        "patches",
        _member(
            "rxnorm",
            "245135",
            "72 HR fentanyl 0.05 MG/HR Transdermal System",
            "product",
            ingredient="4337",
            worn_hours=72,
        ),
    ),
    _set("patch-ingredients", _member("rxnorm", "4337", "fentanyl", "ingredient", names=["fentanyl"])),
    _set(
        "steroids",
        _member("rxnorm", "8640", "prednisone", "ingredient", names=["prednisone"], min_daily_mg=20, min_days=14),
    ),
    _set("analgesics", _member("rxnorm", "7258", "naproxen", "ingredient", names=["naproxen"])),
    _set(
        "neuropathy",
        _member("icd-10-cm", "E11.42", "Diabetic polyneuropathy"),
        _member("icd-10-cm", "G62.9", "Polyneuropathy"),
    ),
    _set(
        "numbness",
        _member("icd-10-cm", "R20.0", "Anesthesia of skin"),
        _member("snomed", "309538000", "Numbness of foot"),
        _member("icd-10-cm", "G82.2", "Paraplegia", "prefix"),
    ),
    _set("numb-foot", _member("snomed", "309538000", "Numbness of foot")),
    _set("chronic", _member("icd-10-cm", "M54.5", "Low back pain", "prefix")),
    _set("burns", _member("icd-10-cm", "T21", "Burn of trunk", "prefix")),
    _set("no-chronic", _member("icd-10-cm", "M54.50", "Low back pain, unspecified")),
    _set(
        "limb-sites",
        _member("snomed", "72696002", "Knee", region="knee"),
        _member("snomed", "56459004", "Foot", region="foot"),
        _member("snomed", "61685007", "Lower limb", region="lower-limb"),
    ),
    _set("lumbopelvic-sites", _member("snomed", "52612000", "Lumbar region")),
    _set("back-sites", _member("snomed", "77568009", "Back")),
    _set(
        "routes",
        _member("snomed", "47625008", "Intravenous route", route="intravenous"),
        _member("snomed", "26643006", "Oral route", route="oral"),
        _member("snomed", "6064005", "Topical route", route="topical"),
        _member("snomed", "45890007", "Transdermal route", route="transdermal"),
        _member("snomed", "418877009", "Intracameral route"),
    ),
)

FAMILY = Family.model_validate(
    {
        "id": "infrared",
        "title": "Light",
        "noun": "light order",
        "kinds": ["ServiceRequest", "DeviceRequest"],
        "running_in": ["CarePlan", "DeviceUseStatement"],
        "in": ["order-heat", "order-pbm"],
        "never_words": ["goggles", "thermometer", "spectroscopy", "photodynamic therapy"],
        "patient_view_cap": "warning",
        "missing_status": {"within": "90 days", "encounter_diagnosis_only": True},
        "stale_order": {"after": "365 days", "used_within": "180 days", "then": "unknown"},
        "administered_within": "0 days",
        "other_drafts_count": True,
        "devices": [
            {"name": "heat-lamp", "words": ["heat lamp", "infrared lamp"], "bands": ["unknown"], "heats": "yes"},
            {"name": "class4", "words": ["class 4 laser"], "bands": ["unknown"], "heats": "yes", "class4": True},
            {
                "name": "led-dual",
                "words": ["650/850 nm"],
                "bands": ["visible", "nir"],
                "wavelengths": [[650, 650], [850, 850]],
                "heats": "no",
            },
            {"name": "lllt", "words": ["low-level laser"], "bands": ["unknown"], "heats": "no"},
            {
                "name": "led-nir",
                "words": ["NIR belt"],
                "bands": ["nir"],
                "wavelengths": [[701, 1100]],
                "heats": "no",
            },
            {
                "name": "led-red",
                "words": ["red light"],
                "bands": ["visible"],
                "wavelengths": [[600, 700]],
                "heats": "no",
            },
            {
                "name": "unknown",
                "words": ["infrared", "laser", "light therapy"],
                "bands": ["unknown"],
                "heats": "unknown",
            },
        ],
    }
)

_REGIONS: list[dict[str, Any]] = [
    {"region": "eye", "inside": "head", "words": ["eye"]},
    {"region": "head", "words": ["head", "face"]},
    {"region": "neck", "words": ["neck"], "icd": ["M54.2"]},
    {"region": "chest", "inside": "trunk", "words": ["chest"], "icd": ["T21.-1"]},
    {
        "region": "lumbopelvic",
        "inside": "trunk",
        "words": ["low back", "lower back", "abdomen"],
        "icd": ["T21.-2", "M54.5"],
        "in": ["lumbopelvic-sites"],
    },
    {"region": "back", "inside": "trunk", "words": ["back", "upper back"], "in": ["back-sites"]},
    {"region": "trunk", "words": ["trunk"]},
    {"region": "hand", "inside": "upper-limb", "words": ["hand", "wrist"]},
    {"region": "arm", "inside": "upper-limb", "words": ["arm", "upper arm", "shoulder"]},
    {"region": "upper-limb", "inside": "limb", "words": ["upper limb"]},
    {"region": "knee", "inside": "lower-limb", "words": ["knee", "knees"], "icd": ["M17"]},
    {"region": "foot", "inside": "lower-limb", "words": ["foot", "feet"], "from_conditions": ["numb-foot"]},
    {"region": "lower-limb", "inside": "limb", "words": ["leg"], "icd": ["G82.2"]},
    {"region": "limb", "words": ["limb", "limbs"], "in": ["limb-sites"], "from_conditions": ["neuropathy"]},
]

READINGS = Readings(
    Rulebook(
        digest="test",
        rules={},
        definitions={},
        families={"infrared": FAMILY},
        value_sets={one.id: one for one in VALUE_SETS},
        evidence={},
        routes=Routes.model_validate(
            {
                "id": "routes",
                "in": "routes",
                "words": {
                    "intravenous": ["IV", "infusion"],
                    "oral": ["tablet", "by mouth"],
                    "transdermal": ["patch", "transdermal system"],
                    "topical": ["cream", "gel"],
                    "local": ["dental gel", "eye ointment", "iontophoretic transdermal system"],
                },
            }
        ),
        body_sites=BodySites.model_validate({"id": "body-sites", "regions": _REGIONS}),
        overrides=Overrides(id="overrides", system="test", reasons=(), general=(), at_least=0, at_most=5),
        services=Services(
            id="services", name="Test", version="1.0.0", usage="test", services=(), notice="none", unapproved="none"
        ),
        attributes=SourceAttributes(
            id="source-attributes",
            developer="test",
            funding="none",
            released="never",
            revised=date(2026, 1, 1),
            uses={},
        ),
    )
)
TERMINOLOGY = READINGS.terminology


def view(of: PatientRecord, order: Order | None = None, partner: Order | None = None) -> View:
    """The patient as a rule about light looks at them."""
    return View(
        record=of, readings=READINGS, family=FAMILY, hook=Hook.ORDER_SIGN, now=NOW, order=order, partner=partner
    )


def light(code: str, text: str = "", display: str = "", system: str = LIGHT) -> Concept:
    """The code of a light order."""
    return Concept(codings=(Coding(system=system, code=code, display=display),), text=text)


HEAT_LAMP = light("E0200", system=HCPCS)
NIR_BELT = light("pbm-led-nir")
RED_LED = light("pbm-led-red")


def parameter(code: str, value: Value) -> Parameter:
    """A coded parameter of a light order."""
    return Parameter(code=Concept(codings=(Coding(system=LIGHT, code=code),)), value=value)


def light_order(code: Concept | str, *parameters: Parameter, **more: Any) -> TherapyOrder:
    """A draft for light; a text alone is a code without coding. A treatment by staff unless `kind` says otherwise."""
    written: dict[str, Any] = {
        "reference": "ServiceRequest/draft",
        "kind": Kind.SERVICE_REQUEST,
        "status": "draft",
        "intent": "order",
        "draft": True,
        "selected": True,
        **more,
    }
    written["authored"] = maybe(written.get("authored", "2026-11-24"))
    return TherapyOrder(code=named(code) if isinstance(code, str) else code, parameters=parameters, **written)


def icd(code: str, display: str = "", text: str = "") -> Concept:
    """An ICD-10-CM code."""
    return Concept(codings=(Coding(system=ICD, code=code, display=display),), text=text)


def site(code: str, text: str = "") -> Concept:
    """A body site in SNOMED CT."""
    return Concept(codings=(Coding(system=SNOMED, code=code),), text=text)
