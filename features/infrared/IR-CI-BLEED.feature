@IR-CI-BLEED
Feature: Light over a bleeding, or heat with haemophilia
  Warmth opens vessels. A bleeding of the last 14 days at the site defers light; haemophilia asks for no heat anywhere; an
  anticoagulant alone gives no card.

  Background:
    Given the service date is 2026-11-20
    And a 40-year-old man

  Rule: A fresh bleeding at the site is a warning

    Scenario: A haematoma of the left thigh, light to the left thigh
      Given he has "Nontraumatic hematoma of soft tissue" (ICD-10-CM M79.81), of the "left thigh", since 3 days ago
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "left thigh"
      Then rule "IR-CI-BLEED" speaks as warning
      And the card "IR-CI-BLEED" says "defer light therapy until it has stopped"
      And the card "IR-CI-BLEED" rests on "Nontraumatic hematoma of soft tissue"
      And the card "IR-CI-BLEED" offers "Cold instead of heat"
      And the card "IR-CI-BLEED" does not offer to remove the order
      And the card "IR-CI-BLEED" may be overridden because "bleeding-stopped"
      And the card "IR-CI-BLEED" cites evidence "LIGHT-PRACTICE"

    Scenario Outline: <bleeding>, light <where>
      Given he has <bleeding>, since 3 days ago
      When the clinician selects an order for the light device "NIR LED" (light-therapy pbm-led-nir)<where>
      Then rule "IR-CI-BLEED" speaks as warning

      Examples:
        | bleeding                                               | where                |
        | "Hemorrhage, not elsewhere classified" (ICD-10-CM R58) | , to the "left foot" |
        | "Bleeding" (SNOMED 131148009), of the "abdomen"        | , to the "low back"  |
        | "Bleeding" (SNOMED 131148009), of the "left knee"      |                      |

    Scenario Outline: Begun <days> days ago
      Given he has "Nontraumatic hematoma of soft tissue" (ICD-10-CM M79.81), of the "left thigh", since <days> days ago
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "left thigh"
      Then rule "IR-CI-BLEED" <says>

      Examples:
        | days | says              |
        | 0    | speaks as warning |
        | 13   | speaks as warning |
        | 14   | speaks as warning |
        | 15   | stays silent      |

    Scenario: Provisional
      Given he has "Bleeding" (SNOMED 131148009), of the "left knee", since 3 days ago, provisional
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "left knee"
      Then rule "IR-CI-BLEED" speaks as info
      And the card "IR-CI-BLEED" says "the entry is provisional"

    Scenario: It keeps the note on light for neuropathy away
      Given he has "Bleeding" (SNOMED 131148009), of the "left foot", since 3 days ago
      When the clinician selects an order for the light device "NIR LED" (light-therapy pbm-led-nir), to the "left foot", for "Polyneuropathy, unspecified" (ICD-10-CM G62.9)
      Then rule "IR-CI-BLEED" speaks as warning
      And rule "IR-EL-DPN" stays silent

  Rule: Haemophilia and heat are a warning

    Scenario Outline: <disorder>, <device> to the <site>
      Given he has <disorder>, since 30 years ago
      When the clinician signs an order for the light treatment <device>, to the "<site>"
      Then rule "IR-CI-BLEED" <says>

      Examples:
        | disorder                                                                              | device                                       | site      | says              |
        | "Hereditary factor VIII deficiency" (ICD-10-CM D66)                                   | "infrared lamp" (CPT 97026)                  | left knee | speaks as warning |
        | "Hereditary factor IX deficiency" (ICD-10-CM D67)                                     | "infrared therapy"                           | low back  | speaks as warning |
        | "Hemorrhagic disorder due to extrinsic circulating anticoagulants" (ICD-10-CM D68.32) | "class 4 laser" (light-therapy laser-class4) | neck      | speaks as warning |
        | "Hereditary factor VIII deficiency" (ICD-10-CM D66)                                   | "NIR LED" (light-therapy pbm-led-nir)        | left knee | stays silent      |
        | "Hereditary factor VIII deficiency" (ICD-10-CM D66)                                   | "infrared lamp" (CPT 97026), not heating     | left knee | stays silent      |

  Rule: Silent elsewhere, when it is over, and for an anticoagulant alone

    Scenario Outline: <anticoagulant> alone
      Given he takes <anticoagulant>
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "left knee"
      Then rule "IR-CI-BLEED" stays silent

      Examples:
        | anticoagulant                     |
        | "warfarin" (RxNorm 11289), oral   |
        | "apixaban" (RxNorm 1364430), oral |

    Scenario Outline: <bleeding>, light to the foot
      Given he has <bleeding>, since 3 days ago
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "left foot"
      Then rule "IR-CI-BLEED" stays silent

      Examples:
        | bleeding                                                            |
        | "Gastrointestinal hemorrhage, unspecified" (ICD-10-CM K92.2)        |
        | "Bleeding" (SNOMED 131148009), of the "abdomen"                     |
        | "Bleeding" (SNOMED 131148009), of the "right foot"                  |
        | "Bleeding" (SNOMED 131148009), of the "left foot", resolved         |
        | "Bleeding" (SNOMED 131148009), of the "left foot", inactive         |
        | "Bleeding" (SNOMED 131148009), of the "left foot", refuted          |
        | "Bleeding" (SNOMED 131148009), of the "left foot", entered in error |
        | "Bleeding" (SNOMED 131148009), of the "left foot", until 1 day ago  |

    Scenario: His brother's
      Given his brother has "Hereditary factor VIII deficiency" (ICD-10-CM D66)
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "left foot"
      Then rule "IR-CI-BLEED" stays silent

  Rule: What is not known is said

    Scenario: The problem list was not loaded
      Given the conditions were not loaded
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "left foot"
      Then rule "IR-CI-BLEED" is not evaluated because "Condition" is missing

    Scenario: A bleeding without a date
      Given he has "Bleeding" (SNOMED 131148009), of the "left foot", without a date
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "left foot"
      Then rule "IR-CI-BLEED" is not evaluated because "a date of Condition" is missing
