@IR-CI-THYROID
Feature: Light to the neck with an overactive thyroid
  The caution is local. The gland lies in front: the back of the neck is a note, and a foot or a low back gives no card.

  Background:
    Given the service date is 2026-11-20
    And a 48-year-old woman

  Rule: Over the neck, or who knows where, it is a warning

    Scenario: Thyrotoxicosis, near-infrared light for the neck
      Given she has "Thyrotoxicosis with diffuse goiter without thyrotoxic crisis or storm" (ICD-10-CM E05.00)
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "Neck" (SNOMED 45048000)
      Then rule "IR-CI-THYROID" speaks as warning
      And the card "IR-CI-THYROID" says "no light therapy over the front of the neck"
      And the card "IR-CI-THYROID" rests on "Thyrotoxicosis with diffuse goiter without thyrotoxic crisis or storm"
      And the card "IR-CI-THYROID" offers "Recheck the thyroid"
      And the card "IR-CI-THYROID" does not offer to remove the order
      And the card "IR-CI-THYROID" may be overridden because "posterior-neck-only"
      And the card "IR-CI-THYROID" may be overridden because "euthyroid-now"
      And the card "IR-CI-THYROID" cites evidence "NAVRATIL-2002"

    Scenario Outline: <problem>, light <where>
      Given she has <problem>
      When the clinician selects an order for the light device "NIR LED" (light-therapy pbm-led-nir)<where>
      Then rule "IR-CI-THYROID" speaks as warning

      Examples:
        | problem                                          | where                                    |
        | "Hyperthyroidism" (SNOMED 34486009)              | , to the "neck"                          |
        | "Thyrotoxicosis" (SNOMED 90739004)               | , to the "throat"                        |
        | "Graves' disease" (SNOMED 353295004)             | , to the "Thyroid" (SNOMED 69748006)     |
        | "Graves' disease" (SNOMED 353295004)             | , to the "Head and Neck" (SNOMED 774007) |
        | "Hyperthyroidism" (SNOMED 34486009)              | , to the "neck and back of neck"         |
        | "Hyperthyroidism" (SNOMED 34486009)              | , for "Cervicalgia" (ICD-10-CM M54.2)    |
        | "Thyrotoxicosis, unspecified" (ICD-10-CM E05.90) |                                          |

    Scenario: It keeps the note on light for neuropathy away
      Given she has "Hyperthyroidism" (SNOMED 34486009)
      When the clinician selects an order for the light device "NIR LED" (light-therapy pbm-led-nir), to the "neck", for "Polyneuropathy, unspecified" (ICD-10-CM G62.9)
      Then rule "IR-CI-THYROID" speaks as warning
      And rule "IR-EL-DPN" stays silent

  Rule: A note at the back of the neck, when it is not sure, and for a low TSH

    Scenario Outline: Hyperthyroidism, light to the <site>
      Given she has "Hyperthyroidism" (SNOMED 34486009)
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the <site>
      Then rule "IR-CI-THYROID" speaks as info

      Examples:
        | site                                |
        | "Cervical Spine" (SNOMED 122494005) |
        | "back of the neck"                  |
        | "posterior neck"                    |

    Scenario: Provisional
      Given she has "Hyperthyroidism" (SNOMED 34486009), provisional
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "neck"
      Then rule "IR-CI-THYROID" speaks as info
      And the card "IR-CI-THYROID" says "the entry is provisional"

    Scenario Outline: A TSH of <value> <range>, <days> days ago, light to the neck
      Given her "TSH" (LOINC 3016-3) is <value> m[iU]/L, <days> days ago, <range>
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "neck"
      Then rule "IR-CI-THYROID" <says>

      Examples:
        | value | range                                   | days | says           |
        | 0.1   | with a reference range from 0.4 m[iU]/L | 5    | speaks as info |
        | 0.39  | with a reference range from 0.4 m[iU]/L | 180  | speaks as info |
        | 0.1   | interpreted as L                        | 5    | speaks as info |
        | 0.4   | with a reference range from 0.4 m[iU]/L | 5    | stays silent   |
        | 0.41  | with a reference range from 0.4 m[iU]/L | 5    | stays silent   |
        | 0.1   | with a reference range from 0.4 m[iU]/L | 181  | stays silent   |

    Scenario: The newest TSH counts
      Given her "TSH" (LOINC 3016-3) is 0.1 m[iU]/L, 90 days ago, with a reference range from 0.4 m[iU]/L
      And her "TSH" (LOINC 3016-3) is 1.8 m[iU]/L, 5 days ago, with a reference range from 0.4 m[iU]/L
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "neck"
      Then rule "IR-CI-THYROID" stays silent

  Rule: Silent away from the neck, and without an overactive thyroid

    Scenario Outline: Hyperthyroidism, light to the <site>, away from the gland
      Given she has "Hyperthyroidism" (SNOMED 34486009)
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "<site>"
      Then rule "IR-CI-THYROID" stays silent

      Examples:
        | site      |
        | left foot |
        | low back  |
        | face      |

    Scenario: A low TSH, light to the low back
      Given her "TSH" (LOINC 3016-3) is 0.1 m[iU]/L, 5 days ago, with a reference range from 0.4 m[iU]/L
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "low back"
      Then rule "IR-CI-THYROID" stays silent

    Scenario Outline: <fact>
      Given <fact>
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "neck"
      Then rule "IR-CI-THYROID" stays silent

      Examples:
        | fact                                                            |
        | she has "Postprocedural hypothyroidism" (ICD-10-CM E89.0)       |
        | she has "Hypothyroidism, unspecified" (ICD-10-CM E03.9)         |
        | she takes "levothyroxine" (RxNorm 10582), oral                  |
        | she has "Hyperthyroidism" (SNOMED 34486009), resolved           |
        | she has "Hyperthyroidism" (SNOMED 34486009), inactive           |
        | she has "Hyperthyroidism" (SNOMED 34486009), in remission       |
        | she has "Hyperthyroidism" (SNOMED 34486009), refuted            |
        | she has "Hyperthyroidism" (SNOMED 34486009), entered in error   |
        | she has "Hyperthyroidism" (SNOMED 34486009), until 2 months ago |
        | her mother has "Hyperthyroidism" (SNOMED 34486009)              |

  Rule: What is not known is said

    Scenario: The problem list was not loaded
      Given the conditions were not loaded
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "neck"
      Then rule "IR-CI-THYROID" is not evaluated because "Condition" is missing

    Scenario: A TSH whose range nobody sent
      Given her "TSH" (LOINC 3016-3) is 0.1 m[iU]/L, 5 days ago
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "neck"
      Then rule "IR-CI-THYROID" is not evaluated because "Observation" is missing
