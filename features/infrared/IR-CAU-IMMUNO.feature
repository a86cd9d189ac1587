@IR-CAU-IMMUNO
Feature: Light on diseased skin with a weak immune defence
  A weak immune defence alone gives no card. With a lesion, an infection or a cancer history at the site the skin is
  looked at first.

  Background:
    Given the service date is 2026-11-20
    And a 57-year-old woman

  Rule: A weak defence and something at the site are a note

    Scenario: Mycophenolate, and an ulcer of the left leg
      Given she takes "mycophenolate mofetil" (RxNorm 68149), oral
      And she has "Non-pressure chronic ulcer of left calf" (ICD-10-CM L97.229)
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "left lower leg"
      Then rule "IR-CAU-IMMUNO" speaks as info
      And the card "IR-CAU-IMMUNO" says "check the skin first"
      And the card "IR-CAU-IMMUNO" rests on "mycophenolate mofetil"
      And the card "IR-CAU-IMMUNO" rests on "Non-pressure chronic ulcer of left calf"
      And the card "IR-CAU-IMMUNO" offers "Order a skin check"
      And the card "IR-CAU-IMMUNO" does not offer to remove the order
      And the card "IR-CAU-IMMUNO" may be overridden because "skin-reviewed"
      And the card "IR-CAU-IMMUNO" may be overridden because "transplant-oncology-aware"
      And the card "IR-CAU-IMMUNO" cites evidence "IMMUNO-PRACTICE"

    Scenario Outline: <defence>, and <skin>
      Given she <defence>
      And she has <skin>
      When the clinician selects an order for the light device "NIR LED" (light-therapy pbm-led-nir), to the "left foot"
      Then rule "IR-CAU-IMMUNO" speaks as info

      Examples:
        | defence                                                 | skin                                                                                |
        | takes "tacrolimus" (RxNorm 42316), oral                 | "Cellulitis of left lower limb" (ICD-10-CM L03.116)                                 |
        | takes "adalimumab" (RxNorm 327361), subcutaneous        | "Burn of second degree of left foot, initial encounter" (ICD-10-CM T25.222A)        |
        | takes "methotrexate" (RxNorm 6851), oral                | "Malignant melanoma of left lower limb, including hip" (ICD-10-CM C43.72), resolved |
        | has "Immunodeficiency disorder" (SNOMED 234532001)      | "Cellulitis of left lower limb" (ICD-10-CM L03.116)                                 |
        | has "Kidney transplant status" (ICD-10-CM Z94.0)        | "Cellulitis of left lower limb" (ICD-10-CM L03.116)                                 |
        | has "Immunodeficiency due to drugs" (ICD-10-CM D84.821) | "Cellulitis" (SNOMED 128045006), of the "left foot"                                 |

    Scenario Outline: Prednisone <dose> once a day, ordered <days> days ago
      Given she takes "prednisone" (RxNorm 8640), oral, <dose>, once a day, ordered <days> days ago
      And she has "Cellulitis of left lower limb" (ICD-10-CM L03.116)
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "left foot"
      Then rule "IR-CAU-IMMUNO" <says>

      Examples:
        | dose  | days | says           |
        | 20 mg | 14   | speaks as info |
        | 40 mg | 30   | speaks as info |
        | 19 mg | 30   | stays silent   |
        | 20 mg | 13   | stays silent   |
        | 5 mg  | 300  | stays silent   |

  Rule: Silent for either alone, elsewhere, and for what only acts where it is put

    Scenario Outline: <defence>, and the skin is whole
      Given she <defence>
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "left foot"
      Then rule "IR-CAU-IMMUNO" stays silent

      Examples:
        | defence                                            |
        | takes "mycophenolate mofetil" (RxNorm 68149), oral |
        | has "Kidney transplant status" (ICD-10-CM Z94.0)   |

    Scenario Outline: <defence>, and a cellulitis of the treated leg
      Given she <defence>
      And she has "Cellulitis of left lower limb" (ICD-10-CM L03.116)
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "left foot"
      Then rule "IR-CAU-IMMUNO" stays silent

      Examples:
        | defence                                                                |
        | takes "tacrolimus" (RxNorm 42316), topical                             |
        | takes "cyclosporine" (RxNorm 3008), by the route "ophthalmic"          |
        | takes "prednisone" (RxNorm 8640), by the route "intra-articular"       |
        | takes "methotrexate" (RxNorm 6851), oral, stopped, until 3 weeks ago   |
        | has "Immunodeficiency disorder" (SNOMED 234532001), resolved           |
        | has "Type 2 diabetes mellitus without complications" (ICD-10-CM E11.9) |

    Scenario Outline: Methotrexate, and <skin>
      Given she takes "methotrexate" (RxNorm 6851), oral
      And she has <skin>
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "left foot"
      Then rule "IR-CAU-IMMUNO" stays silent

      Examples:
        | skin                                                                               |
        | "Cellulitis of right lower limb" (ICD-10-CM L03.115)                               |
        | "Cellulitis of left lower limb" (ICD-10-CM L03.116), resolved                      |
        | "Malignant neoplasm of unspecified site of left female breast" (ICD-10-CM C50.912) |

  Rule: What is not known is said

    Scenario: The medicines were not loaded
      Given she has "Cellulitis of left lower limb" (ICD-10-CM L03.116)
      And the medication orders were not loaded
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "left foot"
      Then rule "IR-CAU-IMMUNO" is not evaluated because "MedicationRequest" is missing

    Scenario: Prednisone, nobody wrote how much
      Given she takes "prednisone" (RxNorm 8640), oral
      And she has "Cellulitis of left lower limb" (ICD-10-CM L03.116)
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "left foot"
      Then rule "IR-CAU-IMMUNO" is not evaluated because "how much and how long" is missing
