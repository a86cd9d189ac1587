@IR-EL-SCIATICA
Feature: Light for sciatica - what the one trial found
  One trial at one centre was in acute radicular pain, beside a drug. Nothing supports light for sciatica that lasts, and no
  trial is in a lesion of the sciatic nerve. The note never offers light; red flags and contraindications come first.

  Background:
    Given the service date is 2026-11-20
    And a 44-year-old man

  Rule: When light is ordered for it

    Scenario: An infrared laser for sciatica
      When the clinician selects an order for the light treatment "low-level laser" (HCPCS S8948), to the "low back", for "Sciatica, left side" (ICD-10-CM M54.32)
      Then rule "IR-EL-SCIATICA" speaks as info
      And the card "IR-EL-SCIATICA" says "rule out red flags first"
      And the card "IR-EL-SCIATICA" says "546 people"
      And the card "IR-EL-SCIATICA" says "low for acute pain, very low otherwise"
      And the card "IR-EL-SCIATICA" says "a blinded trial of 148 people found no benefit"
      And the card "IR-EL-SCIATICA" says "stop without a meaningful change by three to four weeks"
      And the card "IR-EL-SCIATICA" says "talk about the cost first"
      And the card "IR-EL-SCIATICA" offers "Advise to stay active and exercise"
      And the card "IR-EL-SCIATICA" offers "Refer if it does not settle"
      And the card "IR-EL-SCIATICA" offers to remove the order for "low-level laser"
      And the card "IR-EL-SCIATICA" cites evidence "KONSTANTINOVIC-2010"
      And the card "IR-EL-SCIATICA" may be overridden because "not-interested"
      And the card "IR-EL-SCIATICA" may be overridden because "already-tried"
      And the card "IR-EL-SCIATICA" does not say "heals"

    Scenario Outline: <reason> is radicular pain
      When the clinician selects an order for the light device "NIR belt" (light-therapy pbm-led-nir), to the "low back", for <reason>
      Then rule "IR-EL-SCIATICA" speaks as info
      And the card "IR-EL-SCIATICA" says "acute radicular pain"

      Examples:
        | reason                                                                                              |
        | "Sciatica" (SNOMED 23056005)                                                                        |
        | "Chronic sciatica" (SNOMED 307177001)                                                               |
        | "Lumbago with sciatica, right side" (ICD-10-CM M54.41)                                              |
        | "Radiculopathy, lumbar region" (ICD-10-CM M54.16)                                                   |
        | "Intervertebral disc disorders with radiculopathy, lumbosacral region" (ICD-10-CM M51.17)           |

    Scenario: An infrared laser for a lesion of the sciatic nerve
      When the clinician selects an order for the light treatment "low-level laser" (HCPCS S8948), to the "left thigh", for "Lesion of sciatic nerve, left lower limb" (ICD-10-CM G57.02)
      Then rule "IR-EL-SCIATICA" speaks as info
      And the card "IR-EL-SCIATICA" says "no trial of light for a lesion of the sciatic nerve was found"
      And the card "IR-EL-SCIATICA" says "very low certainty"
      And the card "IR-EL-SCIATICA" says "check strength and sensation"

    Scenario Outline: <reason> is another reason
      When the clinician selects an order for the light device "NIR belt" (light-therapy pbm-led-nir), to the "low back", for <reason>
      Then rule "IR-EL-SCIATICA" stays silent

      Examples:
        | reason                                               |
        | "Other low back pain" (ICD-10-CM M54.59)             |
        | "Radiculopathy, cervical region" (ICD-10-CM M54.12)  |
        | "Lesion of femoral nerve" (ICD-10-CM G57.20)         |

    Scenario: Porfimer last week
      Given he was given "porfimer sodium" (RxNorm 333848), on the day 7 days ago
      When the clinician selects an order for the light treatment "low-level laser" (HCPCS S8948), to the "low back", for "Sciatica, left side" (ICD-10-CM M54.32)
      Then a critical card "IR-CI-PDT-WINDOW" is shown
      And rule "IR-EL-SCIATICA" stays silent

  Rule: On the chart only where it is acute

    Scenario: Six weeks of sciatica, six of ten, staying active
      Given he has "Sciatica, left side" (ICD-10-CM M54.32), since 6 weeks ago
      And his "Pain severity" (LOINC 72514-3) is 6 {score}, 3 days ago
      And he had "advice to stay active", 4 weeks ago
      When the clinician opens the chart
      Then an info card "IR-EL-SCIATICA" is shown
      And the card "IR-EL-SCIATICA" says "did better than sham in acute radicular pain in one trial; low certainty"
      And the card "IR-EL-SCIATICA" says "never a reason to delay imaging, drugs or exercise"
      And the card "IR-EL-SCIATICA" offers "Advise to stay active and exercise"
      And the card "IR-EL-SCIATICA" does not offer to remove the order
      And the card "IR-EL-SCIATICA" rests on "Sciatica, left side"

    Scenario Outline: It began <when>
      Given he has "Sciatica, left side" (ICD-10-CM M54.32), since <when>
      And his "Pain severity" (LOINC 72514-3) is 6 {score}, 3 days ago
      And he had "exercise programme", 2 weeks ago
      When the clinician opens the chart
      Then an info card "IR-EL-SCIATICA" is shown

      Examples:
        | when                   |
        | today                  |
        | on the day 83 days ago |

    Scenario Outline: It began <when>, which is 12 weeks or more
      Given he has "Sciatica, left side" (ICD-10-CM M54.32), since <when>
      And his "Pain severity" (LOINC 72514-3) is 6 {score}, 3 days ago
      And he had "exercise programme", 2 weeks ago
      When the clinician opens the chart
      Then rule "IR-EL-SCIATICA" stays silent

      Examples:
        | when                   |
        | on the day 84 days ago |
        | 2 years ago            |

    Scenario Outline: Pain of <score>, <when>
      Given he has "Sciatica, left side" (ICD-10-CM M54.32), since 6 weeks ago
      And his "Pain severity" (LOINC 72514-3) is <score> {score}, <when>
      And he had "exercise programme", 2 weeks ago
      When the clinician opens the chart
      Then rule "IR-EL-SCIATICA" stays silent

      Examples:
        | score | when        |
        | 3     | 3 days ago  |
        | 6     | 31 days ago |

    Scenario: Pain of four is enough
      Given he has "Sciatica, left side" (ICD-10-CM M54.32), since 6 weeks ago
      And his "Pain severity" (LOINC 72514-3) is 4 {score}, 30 days ago
      And he had "exercise programme", 2 weeks ago
      When the clinician opens the chart
      Then an info card "IR-EL-SCIATICA" is shown

    Scenario Outline: <why>
      Given he has <problem>
      And his "Pain severity" (LOINC 72514-3) is 6 {score}, 3 days ago
      And he had "exercise programme", 2 weeks ago
      When the clinician opens the chart
      Then rule "IR-EL-SCIATICA" stays silent

      Examples:
        | why                                | problem                                                                                 |
        | chronic by its code                | "Chronic sciatica" (SNOMED 307177001), since 6 weeks ago                                |
        | resolved                           | "Sciatica, left side" (ICD-10-CM M54.32), since 6 weeks ago, resolved                   |
        | refuted                            | "Sciatica, left side" (ICD-10-CM M54.32), since 6 weeks ago, refuted                    |
        | entered in error                   | "Sciatica, left side" (ICD-10-CM M54.32), since 6 weeks ago, entered in error           |
        | a lesion of the nerve, no sciatica | "Lesion of sciatic nerve, left lower limb" (ICD-10-CM G57.02), since 6 weeks ago        |
        | pain in the neck                   | "Radiculopathy, cervical region" (ICD-10-CM M54.12), since 6 weeks ago                  |

    Scenario Outline: New sciatica, and <also>
      Given he has "Sciatica, left side" (ICD-10-CM M54.32), since 6 weeks ago
      And he <also>
      And his "Pain severity" (LOINC 72514-3) is 6 {score}, 3 days ago
      And he had "exercise programme", 2 weeks ago
      When the clinician opens the chart
      Then rule "IR-EL-SCIATICA" stays silent

      Examples:
        | also                                                                         |
        | has "Lesion of sciatic nerve, left lower limb" (ICD-10-CM G57.02)            |
        | has "Radiculopathy, lumbar region" (ICD-10-CM M54.16), since 2 years ago     |
        | has "Malignant neoplasm of prostate" (ICD-10-CM C61)                         |
        | had "lumbar discectomy", 6 months ago                                        |
        | has "postlaminectomy syndrome"                                               |
        | was given "porfimer sodium" (RxNorm 333848), on the day 21 days ago          |

    Scenario: Nobody spoke of exercise
      Given he has "Sciatica, left side" (ICD-10-CM M54.32), since 6 weeks ago
      And his "Pain severity" (LOINC 72514-3) is 6 {score}, 3 days ago
      When the clinician opens the chart
      Then rule "IR-EL-SCIATICA" stays silent
      And the card "IR-EL-OPTIONS" says "not now: exercise or advice to stay active has not been offered"

    Scenario: Sciatica for two years is laid beside the other options
      Given he has "Sciatica, left side" (ICD-10-CM M54.32), since 2 years ago
      And his "Pain severity" (LOINC 72514-3) is 6 {score}, 3 days ago
      And he had "exercise programme", 2 weeks ago
      When the clinician opens the chart
      Then the card "IR-EL-OPTIONS" says "not now: it has lasted 12 weeks or more"

    Scenario: Sixteen years old
      Given a 16-year-old boy
      And he has "Sciatica, left side" (ICD-10-CM M54.32), since 6 weeks ago
      And his "Pain severity" (LOINC 72514-3) is 6 {score}, 3 days ago
      And he had "exercise programme", 2 weeks ago
      When the clinician opens the chart
      Then rule "IR-EL-SCIATICA" stays silent

    Scenario: His father has it
      Given his father has "Sciatica, left side" (ICD-10-CM M54.32)
      And his "Pain severity" (LOINC 72514-3) is 6 {score}, 3 days ago
      And he had "exercise programme", 2 weeks ago
      When the clinician opens the chart
      Then rule "IR-EL-SCIATICA" stays silent

  Rule: What is not known keeps the note silent, and is said

    Scenario Outline: The <what> were not loaded
      Given he has "Sciatica, left side" (ICD-10-CM M54.32), since 6 weeks ago
      And his "Pain severity" (LOINC 72514-3) is 6 {score}, 3 days ago
      And he had "exercise programme", 2 weeks ago
      And the <what> were not loaded
      When the clinician opens the chart
      Then rule "IR-EL-SCIATICA" is not evaluated because "<missing>" is missing

      Examples:
        | what                       | missing                              |
        | conditions                 | Condition                            |
        | observations               | Observation                          |
        | procedures                 | Procedure                            |
        | medication administrations | whether the order is contraindicated |

    Scenario: Sciatica of unknown beginning
      Given he has "Sciatica, left side" (ICD-10-CM M54.32), without a date
      And his "Pain severity" (LOINC 72514-3) is 6 {score}, 3 days ago
      And he had "exercise programme", 2 weeks ago
      When the clinician opens the chart
      Then rule "IR-EL-SCIATICA" is not evaluated because "a date of Condition" is missing

    Scenario: The order gives no reason
      When the clinician selects an order for the light treatment "low-level laser" (HCPCS S8948), to the "low back"
      Then rule "IR-EL-SCIATICA" is not evaluated because "the reason" is missing
