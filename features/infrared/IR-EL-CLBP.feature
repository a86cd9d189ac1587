@IR-EL-CLBP
Feature: Light as an optional adjunct for chronic low back pain
  A fully blinded trial found no benefit, and guidelines differ. The note comes only where pain is chronic, at least
  moderate, and exercise was offered first; it never comes with a contraindication, and never instead of anything.

  Background:
    Given the service date is 2026-11-20
    And a 49-year-old man

  Rule: The note appears where every gate is open

    Scenario: Chronic low back pain, six of ten, exercise done
      Given he has "Chronic low back pain" (SNOMED 278860009), since 4 years ago
      And his "Pain severity" (LOINC 72514-3) is 6 {score}, 11 days ago
      And he had "supervised exercise programme", 3 months ago
      When the clinician opens the chart
      Then an info card "IR-EL-CLBP" is shown
      And the summary of the card "IR-EL-CLBP" says "a blinded trial found no benefit"
      And the card "IR-EL-CLBP" says "never instead of exercise"
      And the card "IR-EL-CLBP" says "at most four weeks"
      And the card "IR-EL-CLBP" offers "Refer to physiotherapy first"
      And the card "IR-EL-CLBP" offers "Time-limited light trial with a review date"
      And the card "IR-EL-CLBP" cites evidence "GUIMARAES-2021"
      And the card "IR-EL-CLBP" may be overridden because "not-interested"
      And the card "IR-EL-CLBP" does not say "outperforms"
      And the card "IR-EL-CLBP" does not say "50 %"

    Scenario: The note is sober
      Given he has "Chronic low back pain" (SNOMED 278860009), since 4 years ago
      And his "Pain severity" (LOINC 72514-3) is 6 {score}, 11 days ago
      And he had "supervised exercise programme", 3 months ago
      When the clinician opens the chart
      Then the card "IR-EL-CLBP" says "Certainty: low"
      And the card "IR-EL-CLBP" says "148 people found none"
      And the card "IR-EL-CLBP" says "stop without a meaningful change"
      And the card "IR-EL-CLBP" says "talk about the cost first"
      And the card "IR-EL-CLBP" does not say "heals"
      And the card "IR-EL-CLBP" does not offer to remove the order

    Scenario: An analgesic is being picked
      Given he has "Chronic low back pain" (SNOMED 278860009), since 4 years ago
      And his "Pain severity" (LOINC 72514-3) is 6 {score}, 11 days ago
      And he had "supervised exercise programme", 3 months ago
      When the clinician selects an order for "Naproxen 500 MG Oral Tablet" (RxNorm 198014)
      Then an info card "IR-EL-CLBP" is shown

    Scenario Outline: Chronic by <what>
      Given he has <problem>
      And his "Pain severity" (LOINC 72514-3) is 6 {score}, 11 days ago
      And he had "supervised exercise programme", 3 months ago
      When the clinician opens the chart
      Then an info card "IR-EL-CLBP" is shown

      Examples:
        | what                   | problem                                                                |
        | its code               | "Chronic low back pain" (SNOMED 278860009)                             |
        | its onset, 84 days ago | "Other low back pain" (ICD-10-CM M54.59), since on the day 84 days ago |
        | its onset, years ago   | "Low back pain" (ICD-10-CM M54.5), since 3 years ago                   |

    Scenario: On the problem list for years, and never written down again
      Given he has "Other low back pain" (ICD-10-CM M54.59), since 3 years ago, recorded 3 years ago
      And his "Pain severity" (LOINC 72514-3) is 6 {score}, 11 days ago
      And he had "supervised exercise programme", 3 months ago
      When the clinician opens the chart
      Then an info card "IR-EL-CLBP" is shown

    Scenario: A new episode, and an earlier one within the year
      Given he has "Other low back pain" (ICD-10-CM M54.59), since 20 days ago
      And he has "Low back pain, unspecified" (ICD-10-CM M54.50), resolved, since 364 days ago, recorded 364 days ago
      And his "Pain severity" (LOINC 72514-3) is 6 {score}, 11 days ago
      And he had "supervised exercise programme", 3 months ago
      When the clinician opens the chart
      Then an info card "IR-EL-CLBP" is shown

    Scenario: Chronic by a companion code
      Given he has "Other low back pain" (ICD-10-CM M54.59), since 30 days ago
      And he has "Other chronic pain" (ICD-10-CM G89.29)
      And his "Pain severity" (LOINC 72514-3) is 6 {score}, 11 days ago
      And he had "supervised exercise programme", 3 months ago
      When the clinician opens the chart
      Then an info card "IR-EL-CLBP" is shown

    Scenario Outline: Light is in use already: <order>
      Given he has "Chronic low back pain" (SNOMED 278860009), since 4 years ago
      And his "Pain severity" (LOINC 72514-3) is 6 {score}, 11 days ago
      And he had "supervised exercise programme", 3 months ago
      And a running order for <order>
      When the clinician opens the chart
      Then rule "IR-EL-CLBP" <says>

      Examples:
        | order                                                                  | says           |
        | the light device "NIR belt, near-infrared" (light-therapy pbm-led-nir) | stays silent   |
        | the light treatment "low-level laser" (HCPCS S8948)                    | stays silent   |
        | the service "infrared thermography"                                    | speaks as info |
        | the service "near-infrared light therapy declined"                     | speaks as info |

    Scenario Outline: Exercise or education came first: <care>
      Given he has "Chronic low back pain" (SNOMED 278860009), since 4 years ago
      And his "Pain severity" (LOINC 72514-3) is 6 {score}, 11 days ago
      And <care>
      When the clinician opens the chart
      Then an info card "IR-EL-CLBP" is shown

      Examples:
        | care                                                                         |
        | a running order for the service "Physiotherapy, low back"                    |
        | a running order for the service "physical therapy eval and treat", completed |
        | he had "back school", 2 years ago                                            |
        | he had "pain education class", 6 months ago                                  |

    Scenario Outline: Pain is <score> of ten, <when>
      Given he has "Chronic low back pain" (SNOMED 278860009), since 4 years ago
      And his "Pain severity" (LOINC 72514-3) is <score> {score}, <when>
      And he had "supervised exercise programme", 3 months ago
      When the clinician opens the chart
      Then an info card "IR-EL-CLBP" is shown

      Examples:
        | score | when        |
        | 4     | 11 days ago |
        | 10    | 11 days ago |
        | 6     | 30 days ago |

  Rule: When somebody orders light for it

    Scenario: Near-infrared light for chronic low back pain
      When the clinician selects an order for the light device "NIR belt" (light-therapy pbm-led-nir), to the "low back", at 850 nm, for "Chronic low back pain" (SNOMED 278860009)
      Then rule "IR-EL-CLBP" speaks as info
      And the card "IR-EL-CLBP" says "a blinded trial found no benefit"
      And the card "IR-EL-CLBP" says "Certainty: low"
      And the card "IR-EL-CLBP" says "exercise first; leave light out"
      And the card "IR-EL-CLBP" says "talk about the cost first"
      And the card "IR-EL-CLBP" offers "Refer to physiotherapy first"
      And the card "IR-EL-CLBP" offers "Note a baseline score and a stop at 4 weeks on the order"
      And the card "IR-EL-CLBP" offers to change "NIR belt"
      And the card "IR-EL-CLBP" offers to remove the order for "NIR belt"
      And the card "IR-EL-CLBP" cites evidence "GUIMARAES-2021"

    Scenario: Everything that would propose it is there, and it is ordered already
      Given he has "Chronic low back pain" (SNOMED 278860009), since 4 years ago
      And his "Pain severity" (LOINC 72514-3) is 6 {score}, 11 days ago
      And he had "supervised exercise programme", 3 months ago
      When the clinician selects an order for the light device "NIR belt" (light-therapy pbm-led-nir), to the "low back", at 850 nm, for "Other low back pain" (ICD-10-CM M54.59)
      Then rule "IR-EL-CLBP" speaks once
      And the card "IR-EL-CLBP" is about the order for "NIR belt"

    Scenario: Light for a knee is not light for the back
      Given he has "Chronic low back pain" (SNOMED 278860009), since 4 years ago
      And his "Pain severity" (LOINC 72514-3) is 6 {score}, 11 days ago
      And he had "supervised exercise programme", 3 months ago
      When the clinician selects an order for the light device "NIR belt" (light-therapy pbm-led-nir), to the "left knee", for "Osteoarthritis of knee, unspecified" (ICD-10-CM M17.9)
      Then rule "IR-EL-CLBP" stays silent

    Scenario: Porfimer last week
      Given he was given "porfimer sodium" (RxNorm 333848), on the day 7 days ago
      When the clinician selects an order for the light device "NIR belt" (light-therapy pbm-led-nir), to the "low back", for "Chronic low back pain" (SNOMED 278860009)
      Then rule "IR-EL-CLBP" stays silent

    Scenario: The order gives no reason
      When the clinician selects an order for the light device "NIR belt" (light-therapy pbm-led-nir), to the "low back"
      Then rule "IR-EL-CLBP" is not evaluated because "the reason" is missing

  Rule: Silent where a gate is closed

    Scenario Outline: Pain is only <score> of ten, or the score is old: <when>
      Given he has "Chronic low back pain" (SNOMED 278860009), since 4 years ago
      And his "Pain severity" (LOINC 72514-3) is <score> {score}, <when>
      And he had "supervised exercise programme", 3 months ago
      When the clinician opens the chart
      Then rule "IR-EL-CLBP" stays silent

      Examples:
        | score | when        |
        | 3     | 11 days ago |
        | 0     | 11 days ago |
        | 6     | 31 days ago |

    Scenario: The latest score counts
      Given he has "Chronic low back pain" (SNOMED 278860009), since 4 years ago
      And his "Pain severity" (LOINC 72514-3) is 8 {score}, 20 days ago
      And his "Pain severity" (LOINC 72514-3) is 2 {score}, 3 days ago
      And he had "supervised exercise programme", 3 months ago
      When the clinician opens the chart
      Then rule "IR-EL-CLBP" stays silent

    Scenario: Nobody asked about pain
      Given he has "Chronic low back pain" (SNOMED 278860009), since 4 years ago
      And he had "supervised exercise programme", 3 months ago
      When the clinician opens the chart
      Then rule "IR-EL-CLBP" stays silent

    Scenario Outline: Exercise was <how>
      Given he has "Chronic low back pain" (SNOMED 278860009), since 4 years ago
      And his "Pain severity" (LOINC 72514-3) is 6 {score}, 11 days ago
      And <care>
      When the clinician opens the chart
      Then rule "IR-EL-CLBP" stays silent

      Examples:
        | how           | care                                                      |
        | never offered | he had "colonoscopy", 2 years ago                         |
        | not done      | he had "supervised exercise programme", not done          |
        | no exercise   | he had "exercise stress test not performed", 3 months ago |

    Scenario Outline: Not chronic low back pain: <why>
      Given he has <problem>
      And his "Pain severity" (LOINC 72514-3) is 6 {score}, 11 days ago
      And he had "supervised exercise programme", 3 months ago
      When the clinician opens the chart
      Then rule "IR-EL-CLBP" stays silent

      Examples:
        | why                       | problem                                                                                                 |
        | an acute episode          | "Other low back pain" (ICD-10-CM M54.59), since on the day 83 days ago, recorded on the day 83 days ago |
        | back pain without a level | "Backache" (SNOMED 161891005), since 4 years ago                                                        |
        | other dorsalgia           | "Other dorsalgia" (ICD-10-CM M54.89), since 4 years ago                                                 |
        | resolved, years ago       | "Chronic low back pain" (SNOMED 278860009), resolved, recorded 3 years ago                              |
        | refuted                   | "Chronic low back pain" (SNOMED 278860009), refuted                                                     |
        | neck pain                 | "Cervicalgia" (ICD-10-CM M54.2), since 4 years ago                                                      |

    Scenario: A new episode, and an earlier one more than a year ago
      Given he has "Other low back pain" (ICD-10-CM M54.59), since 20 days ago
      And he has "Low back pain, unspecified" (ICD-10-CM M54.50), resolved, since 366 days ago, recorded 366 days ago
      And his "Pain severity" (LOINC 72514-3) is 6 {score}, 11 days ago
      And he had "supervised exercise programme", 3 months ago
      When the clinician opens the chart
      Then rule "IR-EL-CLBP" stays silent

    Scenario Outline: Chronic pain, and no low back pain that is active: <why>
      Given he has "Other chronic pain" (ICD-10-CM G89.29)
      And he has <problem>
      And his "Pain severity" (LOINC 72514-3) is 6 {score}, 11 days ago
      And he had "supervised exercise programme", 3 months ago
      When the clinician opens the chart
      Then rule "IR-EL-CLBP" stays silent

      Examples:
        | why       | problem                                                                |
        | of a knee | "Osteoarthritis of knee" (ICD-10-CM M17.9)                             |
        | resolved  | "Other low back pain" (ICD-10-CM M54.59), resolved, since 200 days ago |

    Scenario Outline: Born <born>
      Given a man born on <born>
      And he has "Chronic low back pain" (SNOMED 278860009), since 1 year ago
      And his "Pain severity" (LOINC 72514-3) is 6 {score}, 11 days ago
      And he had "supervised exercise programme", 3 months ago
      When the clinician opens the chart
      Then rule "IR-EL-CLBP" stays silent

      Examples:
        | born       |
        | 2008-11-21 |

    Scenario Outline: <medicine> is no analgesic order
      Given he has "Chronic low back pain" (SNOMED 278860009), since 4 years ago
      And his "Pain severity" (LOINC 72514-3) is 6 {score}, 11 days ago
      And he had "supervised exercise programme", 3 months ago
      When the clinician selects an order for <medicine>
      Then rule "IR-EL-CLBP" stays silent

      Examples:
        | medicine                                                  |
        | "aspirin 81 MG Delayed Release Oral Tablet" (RxNorm 1191) |
        | "lisinopril 10 MG Oral Tablet" (RxNorm 29046)             |

  Rule: It never comes with a contraindication

    Scenario Outline: <problem>
      Given he has "Chronic low back pain" (SNOMED 278860009), since 4 years ago
      And his "Pain severity" (LOINC 72514-3) is 6 {score}, 11 days ago
      And he had "supervised exercise programme", 3 months ago
      And he has <problem>
      When the clinician opens the chart
      Then rule "IR-EL-CLBP" stays silent

      Examples:
        | problem                                                   |
        | "Secondary malignant neoplasm of bone" (ICD-10-CM C79.51) |
        | "Malignant neoplasm of prostate" (ICD-10-CM C61)          |

    Scenario: Pregnant
      Given a 31-year-old woman
      And she has "Chronic low back pain" (SNOMED 278860009), since 4 years ago
      And her "Pain severity" (LOINC 72514-3) is 6 {score}, 11 days ago
      And she had "supervised exercise programme", 3 months ago
      And her pregnancy status is pregnant, 3 weeks ago
      When the clinician opens the chart
      Then rule "IR-EL-CLBP" stays silent

    Scenario: A photodynamic drug three weeks ago
      Given he has "Chronic low back pain" (SNOMED 278860009), since 4 years ago
      And his "Pain severity" (LOINC 72514-3) is 6 {score}, 11 days ago
      And he had "supervised exercise programme", 3 months ago
      And he was given "porfimer sodium" (RxNorm 333848), on the day 21 days ago
      When the clinician opens the chart
      Then rule "IR-EL-CLBP" stays silent

  Rule: What is not known keeps a suggestion silent, and is said

    Scenario Outline: The <what> were not loaded
      Given he has "Chronic low back pain" (SNOMED 278860009), since 4 years ago
      And his "Pain severity" (LOINC 72514-3) is 6 {score}, 11 days ago
      And he had "supervised exercise programme", 3 months ago
      And the <what> were not loaded
      When the clinician opens the chart
      Then rule "IR-EL-CLBP" is not evaluated because "<missing>" is missing

      Examples:
        | what                       | missing                              |
        | conditions                 | Condition                            |
        | observations               | Observation                          |
        | medication administrations | whether the order is contraindicated |

    Scenario: A birth year that leaves the age open
      Given a man born in 2008
      And he has "Chronic low back pain" (SNOMED 278860009), since 1 year ago
      And his "Pain severity" (LOINC 72514-3) is 6 {score}, 11 days ago
      And he had "supervised exercise programme", 3 months ago
      When the clinician opens the chart
      Then rule "IR-EL-CLBP" is not evaluated because "birthDate" is missing

    Scenario: Back pain of unknown beginning
      Given he has "Other low back pain" (ICD-10-CM M54.59), without a date
      And his "Pain severity" (LOINC 72514-3) is 6 {score}, 11 days ago
      And he had "supervised exercise programme", 3 months ago
      When the clinician opens the chart
      Then rule "IR-EL-CLBP" is not evaluated because "a date of Condition" is missing
