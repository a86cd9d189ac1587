@IR-EL-DPN
Feature: Light for neuropathy - what the trials found
  Monochromatic infrared did no better than sham in three trials. The note speaks when light is ordered for neuropathy;
  it never proposes light, and it gives way to every contraindication.

  Background:
    Given the service date is 2026-11-20
    And a 66-year-old man

  Rule: A note when light is ordered for neuropathy

    Scenario: A cold laser for painful diabetic feet
      Given he has "Type 2 diabetes mellitus with diabetic polyneuropathy" (ICD-10-CM E11.42)
      When the clinician selects an order for the light treatment "low-level laser" (HCPCS S8948), to the "both feet", not heating, for "Type 2 diabetes mellitus with diabetic polyneuropathy" (ICD-10-CM E11.42)
      Then rule "IR-EL-DPN" speaks as info
      And the card "IR-EL-DPN" says "no better than sham"
      And the card "IR-EL-DPN" says "Medicare does not cover infrared for neuropathy"
      And the card "IR-EL-DPN" offers to order "Foot examination: skin, pulses, 10 g monofilament"
      And the card "IR-EL-DPN" offers to order "Medication review - first-line drugs for neuropathic pain"
      And the card "IR-EL-DPN" offers to remove the order for "low-level laser"
      And the card "IR-EL-DPN" cites evidence "LAVERY-2008"
      And the card "IR-EL-DPN" may be overridden because "trial-protocol"

    Scenario Outline: The reason is <reason>
      When the clinician selects an order for the light device "NIR LED" (light-therapy pbm-led-nir), to the "left foot", for <reason>
      Then rule "IR-EL-DPN" speaks as info

      Examples:
        | reason                                                                              |
        | "Type 2 diabetes mellitus with diabetic neuropathy, unspecified" (ICD-10-CM E11.40) |
        | "Neuropathy due to diabetes mellitus" (SNOMED 230572002)                            |
        | "Polyneuropathy, unspecified" (ICD-10-CM G62.9)                                     |
        | "Drug-induced polyneuropathy" (ICD-10-CM G62.0)                                     |
        | "Idiopathic peripheral neuropathy" (SNOMED 22722001)                                |

    Scenario: An infrared laser for diabetic neuropathy
      When the clinician selects an order for the light treatment "low-level laser" (HCPCS S8948), to the "both feet", not heating, for "Type 2 diabetes mellitus with diabetic polyneuropathy" (ICD-10-CM E11.42)
      Then rule "IR-EL-DPN" speaks as info
      And the card "IR-EL-DPN" says "laser for neuropathy: small, mixed trials, very low certainty"
      And the card "IR-EL-DPN" says "Investigational only"
      And the card "IR-EL-DPN" says "stop without a meaningful change by four weeks"
      And the card "IR-EL-DPN" says "talk about the cost first"
      And the card "IR-EL-DPN" cites evidence "ZINMAN-2004"
      And the card "IR-EL-DPN" cites evidence "BRIL-2011"

    Scenario: An infrared pad for neuropathy, stated as not heating
      When the clinician selects an order for the light device "infrared pad" (HCPCS E0221), to the "both feet", not heating, for "Polyneuropathy, unspecified" (ICD-10-CM G62.9)
      Then rule "IR-EL-DPN" speaks as info
      And the card "IR-EL-DPN" says "infrared was no better than sham for neuropathy in three trials"
      And the card "IR-EL-DPN" says "Certainty that infrared does not bring sensation back: moderate"
      And the card "IR-EL-DPN" says "first-line drugs and glucose control"
      And the card "IR-EL-DPN" says "talk about the cost first"
      And the card "IR-EL-DPN" does not say "stops"

    Scenario: Heat, but away from the numb feet
      Given he has "Type 2 diabetes mellitus with diabetic polyneuropathy" (ICD-10-CM E11.42)
      When the clinician selects an order for the light device "infrared heating pad" (HCPCS E0221), to the "low back", for "Type 2 diabetes mellitus with diabetic polyneuropathy" (ICD-10-CM E11.42)
      Then rule "IR-EL-DPN" speaks as info

    Scenario: No card sells it
      When the clinician selects an order for the light device "NIR LED" (light-therapy pbm-led-nir), to the "left foot", for "Polyneuropathy, unspecified" (ICD-10-CM G62.9)
      Then the card "IR-EL-DPN" does not say "heals"
      And the card "IR-EL-DPN" does not say "no side effects"
      And the card "IR-EL-DPN" does not say "clinically proven"

  Rule: It gives way to a contraindication

    Scenario: A heating pad for numb feet
      Given he has "Type 2 diabetes mellitus with diabetic polyneuropathy" (ICD-10-CM E11.42)
      When the clinician selects an order for the light device "infrared heating pad" (HCPCS E0221), to the "both feet", for "Type 2 diabetes mellitus with diabetic polyneuropathy" (ICD-10-CM E11.42)
      Then a critical card "IR-CI-INSENSATE" is shown
      And rule "IR-EL-DPN" stays silent

    Scenario: Porfimer last week
      Given he was given "porfimer sodium" (RxNorm 333848), on the day 7 days ago
      When the clinician selects an order for the light device "NIR LED" (light-therapy pbm-led-nir), to the "left foot", for "Polyneuropathy, unspecified" (ICD-10-CM G62.9)
      Then rule "IR-EL-DPN" stays silent

  Rule: Silent for other reasons, and when nothing is ordered

    Scenario Outline: <reason> is another reason
      When the clinician selects an order for the light device "NIR LED" (light-therapy pbm-led-nir), to the "left foot", for <reason>
      Then rule "IR-EL-DPN" stays silent

      Examples:
        | reason                                                                           |
        | "Low back pain" (ICD-10-CM M54.59)                                               |
        | "Type 2 diabetes mellitus with diabetic autonomic neuropathy" (ICD-10-CM E11.43) |
        | "Type 2 diabetes mellitus with diabetic mononeuropathy" (ICD-10-CM E11.41)       |
        | "Lesion of sciatic nerve, right lower limb" (ICD-10-CM G57.01)                   |

    Scenario: Neuropathy on the problem list, light for something else
      Given he has "Polyneuropathy, unspecified" (ICD-10-CM G62.9)
      When the clinician selects an order for the light device "NIR LED" (light-therapy pbm-led-nir), to the "neck", for "Cervicalgia" (ICD-10-CM M54.2)
      Then rule "IR-EL-DPN" stays silent

    Scenario: Neuropathy, and gabapentin is ordered
      Given he has "Polyneuropathy, unspecified" (ICD-10-CM G62.9)
      When the clinician selects an order for "gabapentin" (RxNorm 25480), for "Polyneuropathy, unspecified" (ICD-10-CM G62.9)
      Then no cards are shown

  Rule: What is not known is said

    Scenario: The order gives no reason
      Given he has "Polyneuropathy, unspecified" (ICD-10-CM G62.9)
      When the clinician selects an order for the light device "NIR LED" (light-therapy pbm-led-nir), to the "left foot"
      Then rule "IR-EL-DPN" is not evaluated because "the reason" is missing

    Scenario: The reason stands in words only, which cannot be compared
      When the clinician selects an order for the light device "NIR LED" (light-therapy pbm-led-nir), to the "left foot", for "tingling feet"
      Then rule "IR-EL-DPN" is not evaluated because "the reason" is missing
