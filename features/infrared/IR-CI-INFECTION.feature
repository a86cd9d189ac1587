@IR-CI-INFECTION
Feature: Light over an infection
  Light and heat stay away from infected tissue until it is treated. An infection elsewhere gives no card.

  Background:
    Given the service date is 2026-11-20
    And a 62-year-old woman

  Rule: At or near the site it is a warning

    Scenario: Cellulitis of the left leg, light to the left foot
      Given she has "Cellulitis of left lower limb" (ICD-10-CM L03.116)
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "left foot"
      Then rule "IR-CI-INFECTION" speaks as warning
      And the card "IR-CI-INFECTION" says "treat it first"
      And the card "IR-CI-INFECTION" rests on "Cellulitis of left lower limb"
      And the card "IR-CI-INFECTION" offers "Review the infection first"
      And the card "IR-CI-INFECTION" does not offer to remove the order
      And the card "IR-CI-INFECTION" may be overridden because "wound-protocol"
      And the card "IR-CI-INFECTION" cites evidence "LIGHT-PRACTICE"

    Scenario Outline: <infection>, light <where>
      Given she has <infection>
      When the clinician selects an order for the light device "NIR LED" (light-therapy pbm-led-nir)<where>
      Then rule "IR-CI-INFECTION" speaks as warning

      Examples:
        | infection                                                   | where                  |
        | "Cellulitis of left lower limb" (ICD-10-CM L03.116)         |                        |
        | "Cellulitis" (SNOMED 128045006)                             | , to the "neck"        |
        | "Cellulitis" (SNOMED 128045006), of the "right hand"        | , to the "right wrist" |
        | "Cellulitis of abdominal wall" (ICD-10-CM L03.311)          | , to the "low back"    |
        | "Cellulitis of face" (ICD-10-CM L03.211)                    | , to the "face"        |
        | "Acute lymphangitis of left upper limb" (ICD-10-CM L03.124) | , to the "left elbow"  |
        | "Osteomyelitis" (SNOMED 60168000), of the "left foot"       | , to the "left foot"   |
        | "Osteomyelitis, unspecified" (ICD-10-CM M86.9)              | , to the "left knee"   |

    Scenario: Provisional
      Given she has "Cellulitis of left lower limb" (ICD-10-CM L03.116), provisional
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "left foot"
      Then rule "IR-CI-INFECTION" speaks as info
      And the card "IR-CI-INFECTION" says "the entry is provisional"

    Scenario: It keeps the note on light for neuropathy away
      Given she has "Cellulitis of left lower limb" (ICD-10-CM L03.116)
      When the clinician selects an order for the light device "NIR LED" (light-therapy pbm-led-nir), to the "left foot", for "Polyneuropathy, unspecified" (ICD-10-CM G62.9)
      Then rule "IR-CI-INFECTION" speaks as warning
      And rule "IR-EL-DPN" stays silent

  Rule: Silent elsewhere, when it is over, and for look-alikes

    Scenario Outline: <infection>, light to the left foot
      Given she has <infection>
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "left foot"
      Then rule "IR-CI-INFECTION" stays silent

      Examples:
        | infection                                                             |
        | "Cellulitis of right lower limb" (ICD-10-CM L03.115)                  |
        | "Cellulitis of neck" (ICD-10-CM L03.221)                              |
        | "Cellulitis of right finger" (ICD-10-CM L03.011)                      |
        | "Cellulitis of left lower limb" (ICD-10-CM L03.116), resolved         |
        | "Cellulitis of left lower limb" (ICD-10-CM L03.116), inactive         |
        | "Cellulitis of left lower limb" (ICD-10-CM L03.116), refuted          |
        | "Cellulitis of left lower limb" (ICD-10-CM L03.116), entered in error |
        | "Cellulitis of left lower limb" (ICD-10-CM L03.116), until 2 days ago |
        | "Cellulitis" (SNOMED 385627004)                                       |
        | "Onychomycosis" (ICD-10-CM B35.1)                                     |

    Scenario: Fever alone belongs to the red flags
      Given her "Body temperature" (LOINC 8310-5) is 39 Cel, 1 hour ago
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "low back"
      Then rule "IR-CI-INFECTION" stays silent

    Scenario: Her son's
      Given her son has "Cellulitis of left lower limb" (ICD-10-CM L03.116)
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "left foot"
      Then rule "IR-CI-INFECTION" stays silent

  Rule: What is not known is said

    Scenario: The problem list was not loaded
      Given the conditions were not loaded
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "left foot"
      Then rule "IR-CI-INFECTION" is not evaluated because "Condition" is missing

    Scenario: A cellulitis whose status nobody recorded
      Given she has "Cellulitis of left lower limb" (ICD-10-CM L03.116), without a status, recorded 2 years ago
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "left foot"
      Then rule "IR-CI-INFECTION" is not evaluated because "the status of Condition" is missing
