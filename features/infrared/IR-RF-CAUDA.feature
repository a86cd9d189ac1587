@IR-RF-CAUDA
Feature: Signs of cauda equina syndrome
  Saddle numbness, or new loss of bladder or bowel control with back or leg pain, comes before any light. An opened chart
  hears of it only where back or leg pain is recorded; old incontinence is no red flag.

  Background:
    Given the service date is 2026-11-20
    And a 52-year-old woman

  Rule: While light is ordered it is critical

    Scenario: Cauda equina syndrome on the problem list, near-infrared light for the low back
      Given she has "Cauda equina syndrome" (ICD-10-CM G83.4), since 2 days ago
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "low back"
      Then a critical card "IR-RF-CAUDA" is shown
      And the summary of the card "IR-RF-CAUDA" says "assess now, do not start light therapy"
      And the card "IR-RF-CAUDA" rests on "Cauda equina syndrome"
      And the card "IR-RF-CAUDA" offers to order "Urgent MRI of the lumbosacral spine - suspected cauda equina syndrome"
      And the card "IR-RF-CAUDA" offers "Refer to spinal surgery now"
      And the card "IR-RF-CAUDA" does not offer to remove the order
      And the card "IR-RF-CAUDA" may be overridden because "imaging-normal"
      And the card "IR-RF-CAUDA" cites evidence "RED-FLAGS-PRACTICE"

    Scenario Outline: <sign>, whatever the pain, light to the <site>
      Given she has <sign>
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "<site>"
      Then a critical card "IR-RF-CAUDA" is shown

      Examples:
        | sign                                         | site      |
        | "Numbness of saddle area" (SNOMED 449813001) | low back  |
        | "Numbness of saddle area" (SNOMED 449813001) | left knee |
        | "Cauda equina syndrome" (SNOMED 192970008)   | low back  |

    Scenario Outline: New <sign> with <pain>
      Given she has <sign>, since 3 days ago
      And she has <pain>
      When the clinician selects an order for the light device "heat lamp" (HCPCS E0200), to the "neck"
      Then a critical card "IR-RF-CAUDA" is shown

      Examples:
        | sign                                                | pain                                                  |
        | "Retention of urine, unspecified" (ICD-10-CM R33.9) | "Low back pain, unspecified" (ICD-10-CM M54.50)       |
        | "Full incontinence of feces" (ICD-10-CM R15.9)      | "Lumbago with sciatica, left side" (ICD-10-CM M54.42) |
        | "Unspecified urinary incontinence" (ICD-10-CM R32)  | "Backache" (SNOMED 161891005)                         |
        | "Unspecified urinary incontinence" (ICD-10-CM R32)  | "Pain in right leg" (ICD-10-CM M79.604)               |

    Scenario: The light itself goes to the back
      Given she has "Retention of urine, unspecified" (ICD-10-CM R33.9), since 3 days ago
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "Lumbar region" (SNOMED 52612000)
      Then a critical card "IR-RF-CAUDA" is shown

    Scenario Outline: Lost <days> days ago still is new
      Given she has "Retention of urine, unspecified" (ICD-10-CM R33.9), since <days> days ago
      And she has "Backache" (SNOMED 161891005)
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "low back"
      Then a critical card "IR-RF-CAUDA" is shown

      Examples:
        | days |
        | 0    |
        | 13   |
        | 14   |

    Scenario: Nobody wrote when it began, but it was recorded this week
      Given she has "Retention of urine, unspecified" (ICD-10-CM R33.9), recorded 4 days ago
      And she has "Backache" (SNOMED 161891005)
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "low back"
      Then a critical card "IR-RF-CAUDA" is shown

    Scenario: Procedures were not loaded, so nobody knows of a catheter
      Given she has "Retention of urine, unspecified" (ICD-10-CM R33.9), since 3 days ago
      And she has "Backache" (SNOMED 161891005)
      And the procedures were not loaded
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "low back"
      Then rule "IR-RF-CAUDA" speaks as warning
      And the card "IR-RF-CAUDA" says "could make this stronger: Procedure"

  Rule: A warning where something else may explain it, or the entry is not sure

    Scenario Outline: <cause>
      Given she has "Retention of urine, unspecified" (ICD-10-CM R33.9), since 3 days ago
      And she has "Low back pain, unspecified" (ICD-10-CM M54.50)
      And <cause>
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "low back"
      Then rule "IR-RF-CAUDA" speaks as warning
      And the summary of the card "IR-RF-CAUDA" says "exclude cauda equina syndrome today"

      Examples:
        | cause                                                               |
        | she has "Single live birth" (ICD-10-CM Z37.0), recorded 5 days ago  |
        | she has "Single live birth" (ICD-10-CM Z37.0), recorded 14 days ago |
        | she had "vaginal delivery", 5 days ago                              |
        | she had "insertion of indwelling catheter", 2 days ago              |
        | she has "Urinary catheter in place"                                 |

    Scenario: Cauda equina syndrome is only suspected
      Given she has "Cauda equina syndrome" (ICD-10-CM G83.4), provisional
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "low back"
      Then rule "IR-RF-CAUDA" speaks as warning
      And the card "IR-RF-CAUDA" says "the entry is provisional"

    Scenario Outline: A birth <days> days ago explains nothing any more
      Given she has "Retention of urine, unspecified" (ICD-10-CM R33.9), since 3 days ago
      And she has "Low back pain, unspecified" (ICD-10-CM M54.50)
      And she has "Single live birth" (ICD-10-CM Z37.0), recorded <days> days ago
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "low back"
      Then a critical card "IR-RF-CAUDA" is shown

      Examples:
        | days |
        | 15   |
        | 300  |

  Rule: An opened chart shows it as a warning, with the urgency in words

    Scenario Outline: <sign>, and back pain
      Given she has <sign>
      And she has "Low back pain, unspecified" (ICD-10-CM M54.50)
      When the clinician opens the chart
      Then rule "IR-RF-CAUDA" speaks as warning
      And the summary of the card "IR-RF-CAUDA" says "assess now"
      And the card "IR-RF-CAUDA" does not offer to remove the order

      Examples:
        | sign                                                                  |
        | "Cauda equina syndrome" (ICD-10-CM G83.4)                             |
        | "Numbness of saddle area" (SNOMED 449813001)                          |
        | "Retention of urine, unspecified" (ICD-10-CM R33.9), since 3 days ago |

    Scenario: It is said once, however many light orders run
      Given she has "Numbness of saddle area" (SNOMED 449813001)
      And she has "Low back pain, unspecified" (ICD-10-CM M54.50)
      And a running order for the light device "NIR LED" (light-therapy pbm-led-nir), to the "low back", ordered 2 days ago
      And a running order for the light treatment "low-level laser" (HCPCS S8948), to the "left knee", ordered 2 days ago
      When the clinician opens the chart
      Then a warning card "IR-RF-CAUDA" is shown
      And rule "IR-RF-CAUDA" speaks once

    Scenario Outline: No back or leg pain is recorded: <sign>
      Given she has <sign>
      When the clinician opens the chart
      Then rule "IR-RF-CAUDA" stays silent

      Examples:
        | sign                                                                  |
        | "Cauda equina syndrome" (ICD-10-CM G83.4)                             |
        | "Retention of urine, unspecified" (ICD-10-CM R33.9), since 3 days ago |

  Rule: No light is suggested beside it

    Scenario: Chronic low back pain that would fit a trial of light
      Given she has "Chronic low back pain" (SNOMED 278860009), since 4 years ago
      And her "Pain severity" (LOINC 72514-3) is 6 {score}, 11 days ago
      And she had "supervised exercise programme", 3 months ago
      And she has "Unspecified urinary incontinence" (ICD-10-CM R32), since 3 days ago
      When the clinician opens the chart
      Then rule "IR-RF-CAUDA" speaks as warning
      And rule "IR-EL-CLBP" stays silent
      And exactly 1 card is shown

    Scenario: The note on light for neuropathy stays away
      Given she has "Numbness of saddle area" (SNOMED 449813001)
      When the clinician selects an order for the light device "NIR LED" (light-therapy pbm-led-nir), to the "neck", for "Polyneuropathy, unspecified" (ICD-10-CM G62.9)
      Then a critical card "IR-RF-CAUDA" is shown
      And rule "IR-EL-DPN" stays silent

  Rule: Silent for what is old, over, or somebody else's

    Scenario Outline: Lost <days> days ago, known long
      Given she has "Unspecified urinary incontinence" (ICD-10-CM R32), since <days> days ago
      And she has "Backache" (SNOMED 161891005)
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "low back"
      Then rule "IR-RF-CAUDA" stays silent

      Examples:
        | days |
        | 15   |
        | 2000 |

    Scenario: Old incontinence that was written down today
      Given she has "Unspecified urinary incontinence" (ICD-10-CM R32), since 5 years ago, recorded today
      And she has "Backache" (SNOMED 161891005)
      When the clinician opens the chart
      Then rule "IR-RF-CAUDA" stays silent

    Scenario: New retention without pain, light to the neck
      Given she has "Retention of urine, unspecified" (ICD-10-CM R33.9), since 3 days ago
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "neck"
      Then rule "IR-RF-CAUDA" stays silent

    Scenario: Retention after a birth, without pain
      Given she has "Retention of urine, unspecified" (ICD-10-CM R33.9), since 3 days ago
      And she has "Single live birth" (ICD-10-CM Z37.0), recorded 5 days ago
      When the clinician opens the chart
      Then rule "IR-RF-CAUDA" stays silent

    Scenario: A leg pain that is denied
      Given she has "Retention of urine, unspecified" (ICD-10-CM R33.9), since 3 days ago
      And she has "No leg pain"
      And she has "Family history of back pain" (ICD-10-CM Z82.69)
      When the clinician opens the chart
      Then rule "IR-RF-CAUDA" is not evaluated because "a code of Condition" is missing

    Scenario Outline: A cauda equina syndrome that is <state>
      Given she has "Cauda equina syndrome" (ICD-10-CM G83.4), <state>
      And she has "Backache" (SNOMED 161891005)
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "low back"
      Then rule "IR-RF-CAUDA" stays silent

      Examples:
        | state              |
        | resolved           |
        | inactive           |
        | in remission       |
        | until 2 months ago |
        | refuted            |
        | entered in error   |

    Scenario Outline: <problem> is another thing
      Given she has <problem>
      And she has "Backache" (SNOMED 161891005)
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "low back"
      Then rule "IR-RF-CAUDA" stays silent

      Examples:
        | problem                                                                   |
        | "Drug induced retention of urine" (ICD-10-CM R33.0), since 3 days ago     |
        | "Stress incontinence (female) (male)" (ICD-10-CM N39.3), since 3 days ago |
        | "Numbness of foot" (SNOMED 309538000), since 3 days ago                   |

    Scenario: The mother's
      Given her mother has "Cauda equina syndrome" (ICD-10-CM G83.4)
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "low back"
      Then rule "IR-RF-CAUDA" stays silent

    Scenario: Nothing of the kind
      Given she has "Low back pain, unspecified" (ICD-10-CM M54.50)
      When the clinician opens the chart
      Then rule "IR-RF-CAUDA" stays silent

  Rule: What is not known is said

    Scenario: The problem list was not loaded
      Given the conditions were not loaded
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "low back"
      Then rule "IR-RF-CAUDA" is not evaluated because "Condition" is missing

    Scenario: Another patient's problems came along, so the list may not be whole
      Given another patient has "Cauda equina syndrome" (ICD-10-CM G83.4)
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "low back"
      Then rule "IR-RF-CAUDA" is not evaluated because "Condition" is missing

    Scenario: Retention without any date
      Given she has "Retention of urine, unspecified" (ICD-10-CM R33.9), without a date
      And she has "Backache" (SNOMED 161891005)
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "low back"
      Then rule "IR-RF-CAUDA" is not evaluated because "a date of Condition" is missing

    Scenario: New retention, and nobody says where the light goes
      Given she has "Retention of urine, unspecified" (ICD-10-CM R33.9), since 3 days ago
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir)
      Then rule "IR-RF-CAUDA" is not evaluated because "the site" is missing
