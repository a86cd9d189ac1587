@IR-CI-PORPHYRIA
Feature: Light in cutaneous porphyria
  Porphyrins in the skin absorb visible light; operating-room lights have burned people with protoporphyria. An inborn
  porphyria stays one while it is quiet. Acute porphyria without skin disease is another thing.

  Background:
    Given the service date is 2026-11-20
    And a 34-year-old woman

  Rule: Critical for visible light, or light of an unknown wavelength

    Scenario: Protoporphyria and a red LED panel
      Given she has "Hereditary erythropoietic porphyria" (ICD-10-CM E80.0)
      When the clinician signs an order for the light device "red LED panel" (light-therapy pbm-led-red), to the "low back"
      Then a critical card "IR-CI-PORPHYRIA" is shown
      And the card "IR-CI-PORPHYRIA" offers to remove the order for "red LED panel"
      And the card "IR-CI-PORPHYRIA" offers "Order exercise therapy instead of light"
      And the card "IR-CI-PORPHYRIA" rests on "Hereditary erythropoietic porphyria"
      And the card "IR-CI-PORPHYRIA" cites evidence "GOU-ANDERSON"
      And the card "IR-CI-PORPHYRIA" may be overridden because "specialist-agreed"

    Scenario Outline: <porphyria>
      Given she has <porphyria>
      When the clinician selects an order for the light device "home panel" (light-therapy pbm-dual-650-850)
      Then rule "IR-CI-PORPHYRIA" speaks as critical

      Examples:
        | porphyria                                                                                                      |
        | "Porphyria cutanea tarda" (ICD-10-CM E80.1)                                                                    |
        | "Unspecified porphyria" (ICD-10-CM E80.20)                                                                     |
        | "Other porphyria" (ICD-10-CM E80.29)                                                                           |
        | "Erythropoietic protoporphyria" (SNOMED 51022005)                                                              |
        | "Porphyria cutanea tarda" (SNOMED 61860000)                                                                    |
        | "Congenital erythropoietic porphyria" (SNOMED 22935002)                                                        |
        | "Porphyria-induced phototoxic burn" (SNOMED 402480004)                                                         |
        | "Porphyria cutanea tarda" (ICD-10-CM E80.1), relapsed                                                          |
        | "Erythropoietic protoporphyria" (SNOMED 51022005), inactive                                                    |
        | "Erythropoietic protoporphyria" (SNOMED 51022005), in remission                                                |
        | "Hereditary erythropoietic porphyria" (ICD-10-CM E80.0), inactive                                              |
        | "Hereditary erythropoietic porphyria" (ICD-10-CM E80.0), without a status                                      |
        | "Porphyria cutanea tarda" (ICD-10-CM E80.1), without a status, as an encounter diagnosis, recorded 89 days ago |

    Scenario Outline: <device>
      Given she has "Porphyria cutanea tarda" (ICD-10-CM E80.1)
      When the clinician signs an order for the light treatment <device>
      Then rule "IR-CI-PORPHYRIA" speaks as critical

      Examples:
        | device                                                   |
        | "infrared lamp" (CPT 97026)                              |
        | "low-level laser" (HCPCS S8948)                          |
        | "infrared therapy"                                       |
        | "NIR belt" (light-therapy pbm-led-nir), at 700 nm        |
        | "NIR belt" (light-therapy pbm-led-nir), at 690 to 900 nm |
        | "NIR belt" (light-therapy pbm-led-nir), emitting UV      |
        | "low-level laser" (HCPCS S8948), at 635 nm               |

    Scenario Outline: Only suspected, so one step lower: <status>
      Given she has "Porphyria cutanea tarda" (ICD-10-CM E80.1), <status>
      When the clinician signs an order for the light device "red LED panel" (light-therapy pbm-led-red)
      Then rule "IR-CI-PORPHYRIA" speaks as warning
      And the card "IR-CI-PORPHYRIA" says "the entry is <status>"
      And the card "IR-CI-PORPHYRIA" does not offer to remove the order

      Examples:
        | status       |
        | provisional  |
        | unconfirmed  |
        | differential |

    Scenario: An old entry of an inborn porphyria without a status, one step lower
      Given she has "Erythropoietic protoporphyria" (SNOMED 51022005), without a status, recorded 3 years ago
      When the clinician signs an order for the light device "red LED panel" (light-therapy pbm-led-red)
      Then rule "IR-CI-PORPHYRIA" speaks as warning

  Rule: A warning for near-infrared light alone, and for porphyria of an unknown kind

    Scenario Outline: Near-infrared only: <device>
      Given she has "Hereditary erythropoietic porphyria" (ICD-10-CM E80.0), inactive
      When the clinician signs an order for the light device <device>
      Then rule "IR-CI-PORPHYRIA" speaks as warning
      And the card "IR-CI-PORPHYRIA" says "near-infrared"
      And the card "IR-CI-PORPHYRIA" does not offer to remove the order

      Examples:
        | device                                                   |
        | "NIR belt" (light-therapy pbm-led-nir)                   |
        | "NIR belt" (light-therapy pbm-led-nir), at 701 nm        |
        | "NIR belt" (light-therapy pbm-led-nir), at 800 to 900 nm |

    Scenario: An entry of an inborn porphyria without a status, and near-infrared light
      Given she has "Hereditary erythropoietic porphyria" (ICD-10-CM E80.0), without a status
      When the clinician signs an order for the light device "NIR belt" (light-therapy pbm-led-nir)
      Then rule "IR-CI-PORPHYRIA" speaks as warning

    Scenario Outline: The entry says no more than porphyria: <device>
      Given she has "Porphyria" (SNOMED 418470004)
      When the clinician signs an order for the light device <device>
      Then rule "IR-CI-PORPHYRIA" speaks as warning
      And the card "IR-CI-PORPHYRIA" says "its kind not"

      Examples:
        | device                                      |
        | "red LED panel" (light-therapy pbm-led-red) |
        | "NIR belt" (light-therapy pbm-led-nir)      |
        | "heat lamp" (HCPCS E0200)                   |

  Rule: On the opened chart only where light would be suggested

    Scenario: Chronic low back pain would bring the note on light
      Given she has "Chronic low back pain" (SNOMED 278860009), since 4 years ago
      And her "Pain severity" (LOINC 72514-3) is 6 {score}, 11 days ago
      And she had "supervised exercise programme", 3 months ago
      And she has "Erythropoietic protoporphyria" (SNOMED 51022005)
      When the clinician opens the chart
      Then rule "IR-CI-PORPHYRIA" speaks as warning
      And rule "IR-EL-CLBP" stays silent
      And the card "IR-CI-PORPHYRIA" rests on "Erythropoietic protoporphyria"
      And the card "IR-CI-PORPHYRIA" does not offer to remove the order

    Scenario: Nothing would be suggested, so nothing is said
      Given she has "Erythropoietic protoporphyria" (SNOMED 51022005)
      When the clinician opens the chart
      Then rule "IR-CI-PORPHYRIA" stays silent

    Scenario: Light that runs already is not spoken of there
      Given she has "Erythropoietic protoporphyria" (SNOMED 51022005)
      And a running order for the light device "red LED panel" (light-therapy pbm-led-red)
      When the clinician opens the chart
      Then rule "IR-CI-PORPHYRIA" stays silent

    Scenario: Without porphyria the note on light stands alone
      Given she has "Chronic low back pain" (SNOMED 278860009), since 4 years ago
      And her "Pain severity" (LOINC 72514-3) is 6 {score}, 11 days ago
      And she had "supervised exercise programme", 3 months ago
      When the clinician opens the chart
      Then an info card "IR-EL-CLBP" is shown
      And rule "IR-CI-PORPHYRIA" stays silent

  Rule: Silent for what is no cutaneous porphyria of hers

    Scenario Outline: <problem>
      Given she has <problem>
      When the clinician signs an order for the light device "red LED panel" (light-therapy pbm-led-red)
      Then rule "IR-CI-PORPHYRIA" stays silent

      Examples:
        | problem                                                             |
        | "Acute intermittent (hepatic) porphyria" (ICD-10-CM E80.21)         |
        | "Acute intermittent porphyria" (SNOMED 234422006)                   |
        | "Gilbert syndrome" (ICD-10-CM E80.4)                                |
        | "Porphyria cutanea tarda" (ICD-10-CM E80.1), resolved               |
        | "Porphyria cutanea tarda" (ICD-10-CM E80.1), in remission           |
        | "Porphyria cutanea tarda" (ICD-10-CM E80.1), inactive               |
        | "Porphyria cutanea tarda" (ICD-10-CM E80.1), until 3 months ago     |
        | "Erythropoietic protoporphyria" (SNOMED 51022005), resolved         |
        | "Erythropoietic protoporphyria" (SNOMED 51022005), refuted          |
        | "Erythropoietic protoporphyria" (SNOMED 51022005), entered in error |
        | "Porphyria" (SNOMED 418470004), inactive                            |

    Scenario: Her mother has it
      Given her mother has "Erythropoietic protoporphyria" (SNOMED 51022005)
      When the clinician signs an order for the light device "red LED panel" (light-therapy pbm-led-red)
      Then rule "IR-CI-PORPHYRIA" stays silent

    Scenario Outline: <order> is no light therapy
      Given she has "Erythropoietic protoporphyria" (SNOMED 51022005)
      When the clinician signs an order for the light device "<order>"
      Then rule "IR-CI-PORPHYRIA" stays silent

      Examples:
        | order                |
        | infrared thermometer |
        | goggles              |

  Rule: What is not known is said

    Scenario: The problem list was not loaded
      Given the conditions were not loaded
      When the clinician signs an order for the light device "red LED panel" (light-therapy pbm-led-red)
      Then rule "IR-CI-PORPHYRIA" is not evaluated because "Condition" is missing

    Scenario: An old entry without a status
      Given she has "Porphyria cutanea tarda" (ICD-10-CM E80.1), without a status, as an encounter diagnosis, recorded 91 days ago
      When the clinician signs an order for the light device "red LED panel" (light-therapy pbm-led-red)
      Then rule "IR-CI-PORPHYRIA" is not evaluated because "the status" is missing

    Scenario: An entry of another patient
      Given another patient has "Erythropoietic protoporphyria" (SNOMED 51022005)
      When the clinician signs an order for the light device "red LED panel" (light-therapy pbm-led-red)
      Then rule "IR-CI-PORPHYRIA" is not evaluated because "Condition" is missing

    Scenario: A porphyria in words only cannot be compared
      Given she has "porphyria of some kind"
      When the clinician signs an order for the light device "red LED panel" (light-therapy pbm-led-red)
      Then rule "IR-CI-PORPHYRIA" is not evaluated because "a code" is missing

  Rule: Recorded while light is given

    Scenario: A porphyria is added to the problem list
      Given a running order for the light device "red LED panel" (light-therapy pbm-led-red), to the "low back"
      When the clinician records "Hereditary erythropoietic porphyria" (ICD-10-CM E80.0)
      Then a critical card "IR-CI-PORPHYRIA" is shown
      And the card "IR-CI-PORPHYRIA" is about the order for "red LED panel"
      And the card "IR-CI-PORPHYRIA" does not offer to remove the order

    Scenario: The order is dispatched
      Given she has "Hereditary erythropoietic porphyria" (ICD-10-CM E80.0)
      And a running order for the light device "red LED panel" (light-therapy pbm-led-red), to the "low back"
      When the order for "red LED panel" is dispatched to "physiotherapy"
      Then a critical card "IR-CI-PORPHYRIA" is shown
