@IR-EL-ARTHRITIS
Feature: Light as an optional adjunct for knee osteoarthritis, rheumatoid arthritis and neck pain
  Small, disputed, short-term: the note says so. It comes only with pain, after exercise or advice on weight, and never
  with a contraindication. Hip and other joints get none.

  Background:
    Given the service date is 2026-11-20
    And a 67-year-old woman

  Rule: On the chart where every gate is open

    Scenario: Osteoarthritis of the knee, five of ten, exercise done
      Given she has "Unilateral primary osteoarthritis, right knee" (ICD-10-CM M17.11), since 4 years ago
      And her "Pain severity" (LOINC 72514-3) is 5 {score}, 11 days ago
      And she had "supervised exercise programme", 3 months ago
      When the clinician opens the chart
      Then an info card "IR-EL-ARTHRITIS" is shown
      And the summary of the card "IR-EL-ARTHRITIS" says "disputed, low certainty"
      And the card "IR-EL-ARTHRITIS" says "an earlier review found no benefit"
      And the card "IR-EL-ARTHRITIS" says "at most four weeks, and stop without a meaningful change"
      And the card "IR-EL-ARTHRITIS" says "talk about the cost first"
      And the card "IR-EL-ARTHRITIS" offers "Refer to an exercise programme first"
      And the card "IR-EL-ARTHRITIS" offers "Time-limited light trial with a review date"
      And the card "IR-EL-ARTHRITIS" does not offer to remove the order
      And the card "IR-EL-ARTHRITIS" cites evidence "STAUSHOLM-2019"
      And the card "IR-EL-ARTHRITIS" may be overridden because "not-interested"
      And the card "IR-EL-ARTHRITIS" may be overridden because "no-access"
      And the card "IR-EL-ARTHRITIS" may be overridden because "already-tried"
      And the card "IR-EL-ARTHRITIS" does not say "outperforms"
      And the card "IR-EL-OPTIONS" says "Against: an earlier review found no benefit"

    Scenario: Rheumatoid arthritis
      Given she has "Rheumatoid arthritis, unspecified" (ICD-10-CM M06.9), since 4 years ago
      And her "Pain severity" (LOINC 72514-3) is 5 {score}, 11 days ago
      And she had "physiotherapy", 3 months ago
      When the clinician opens the chart
      Then an info card "IR-EL-ARTHRITIS" is shown
      And the summary of the card "IR-EL-ARTHRITIS" says "about one point of ten, short term only"
      And the card "IR-EL-ARTHRITIS" says "none at 3 months"
      And the card "IR-EL-ARTHRITIS" says "never instead of disease-modifying drugs"

    Scenario: Neck pain
      Given she has "Cervicalgia" (ICD-10-CM M54.2), since 1 year ago
      And her "Pain severity" (LOINC 72514-3) is 5 {score}, 11 days ago
      And she had "physiotherapy", 3 months ago
      When the clinician opens the chart
      Then an info card "IR-EL-ARTHRITIS" is shown
      And the summary of the card "IR-EL-ARTHRITIS" says "light for neck pain"
      And the card "IR-EL-ARTHRITIS" says "keep off the front of the neck"

    Scenario Outline: Exercise or advice came first: <care>
      Given she has "Osteoarthritis of knee" (SNOMED 239873007)
      And her "Pain severity" (LOINC 72514-3) is <score> {score}, <when>
      And she had <care>, 3 months ago
      When the clinician opens the chart
      Then an info card "IR-EL-ARTHRITIS" is shown

      Examples:
        | care                        | score | when        |
        | "weight management advice"  | 5     | 11 days ago |
        | "physical therapy"          | 4     | 11 days ago |
        | "exercise class"            | 10    | 30 days ago |

    Scenario: An analgesic is being picked
      Given she has "Osteoarthritis of knee" (SNOMED 239873007)
      And her "Pain severity" (LOINC 72514-3) is 6 {score}, 11 days ago
      And she had "exercise class", 3 months ago
      When the clinician selects an order for "Naproxen 500 MG Oral Tablet" (RxNorm 198014)
      Then an info card "IR-EL-ARTHRITIS" is shown

  Rule: When light is ordered for it

    Scenario Outline: A laser for <reason>
      When the clinician selects an order for the light treatment "low-level laser" (HCPCS S8948), to the <site>, for <reason>
      Then rule "IR-EL-ARTHRITIS" speaks as info
      And the card "IR-EL-ARTHRITIS" says <words>
      And the card "IR-EL-ARTHRITIS" offers to remove the order for "low-level laser"
      And the card "IR-EL-ARTHRITIS" offers "Note a baseline score and a stop at 4 weeks on the order"

      Examples:
        | reason                                                      | site         | words                      |
        | "Osteoarthritis of knee, unspecified" (ICD-10-CM M17.9)     | "left knee"  | "light for knee osteoarthritis" |
        | "Rheumatoid arthritis" (SNOMED 69896004)                    | "right hand" | "about one point of ten"   |
        | "Neck pain" (SNOMED 81680005)                               | "neck"       | "light for neck pain"      |

    Scenario: It is not proposed beside the order
      Given she has "Osteoarthritis of knee" (SNOMED 239873007)
      And her "Pain severity" (LOINC 72514-3) is 6 {score}, 11 days ago
      And she had "exercise class", 3 months ago
      When the clinician selects an order for the light treatment "low-level laser" (HCPCS S8948), to the "low back", for "Other low back pain" (ICD-10-CM M54.59)
      Then rule "IR-EL-ARTHRITIS" stays silent

    Scenario Outline: <reason> is another reason
      When the clinician selects an order for the light treatment "low-level laser" (HCPCS S8948), to the "left hip", for <reason>
      Then rule "IR-EL-ARTHRITIS" stays silent

      Examples:
        | reason                                                     |
        | "Osteoarthritis of hip, unspecified" (ICD-10-CM M16.9)     |
        | "Osteoarthritis" (SNOMED 396275006)                        |
        | "Gout, unspecified" (ICD-10-CM M10.9)                      |

  Rule: Silent where a gate is closed

    Scenario Outline: Pain of <score>, <when>
      Given she has "Osteoarthritis of knee" (SNOMED 239873007)
      And her "Pain severity" (LOINC 72514-3) is <score> {score}, <when>
      And she had "exercise class", 3 months ago
      When the clinician opens the chart
      Then rule "IR-EL-ARTHRITIS" stays silent

      Examples:
        | score | when        |
        | 3     | 11 days ago |
        | 6     | 31 days ago |

    Scenario: Nobody offered exercise
      Given she has "Osteoarthritis of knee" (SNOMED 239873007)
      And her "Pain severity" (LOINC 72514-3) is 6 {score}, 11 days ago
      When the clinician opens the chart
      Then rule "IR-EL-ARTHRITIS" stays silent
      And the card "IR-EL-OPTIONS" says "not now: exercise or advice on weight has not been offered"

    Scenario Outline: <problem>
      Given she has <problem>
      And her "Pain severity" (LOINC 72514-3) is 6 {score}, 11 days ago
      And she had "exercise class", 3 months ago
      When the clinician opens the chart
      Then rule "IR-EL-ARTHRITIS" stays silent

      Examples:
        | problem                                                         |
        | "Osteoarthritis of hip" (SNOMED 239872002)                      |
        | "Unspecified osteoarthritis, unspecified site" (ICD-10-CM M19.90) |
        | "Osteoarthritis of knee" (SNOMED 239873007), resolved           |
        | "Osteoarthritis of knee" (SNOMED 239873007), refuted            |
        | "Rheumatoid arthritis" (SNOMED 69896004), in remission          |
        | "Rheumatoid arthritis" (SNOMED 69896004), entered in error      |

    Scenario Outline: Knee osteoarthritis, and she <also>
      Given she has "Osteoarthritis of knee" (SNOMED 239873007)
      And she <also>
      And her "Pain severity" (LOINC 72514-3) is 6 {score}, 11 days ago
      And she had "exercise class", 3 months ago
      When the clinician opens the chart
      Then rule "IR-EL-ARTHRITIS" stays silent

      Examples:
        | also                                                                |
        | had "total knee arthroplasty", 2 years ago                          |
        | has "Malignant neoplasm of breast" (ICD-10-CM C50.911)              |
        | was given "porfimer sodium" (RxNorm 333848), on the day 21 days ago |

    Scenario: Pregnant
      Given a 31-year-old woman
      And she has "Rheumatoid arthritis" (SNOMED 69896004)
      And her "Pain severity" (LOINC 72514-3) is 6 {score}, 11 days ago
      And she had "exercise class", 3 months ago
      And her pregnancy status is pregnant, 3 weeks ago
      When the clinician opens the chart
      Then rule "IR-EL-ARTHRITIS" stays silent

    Scenario: Sixteen years old
      Given a 16-year-old girl
      And she has "Rheumatoid arthritis" (SNOMED 69896004)
      And her "Pain severity" (LOINC 72514-3) is 6 {score}, 11 days ago
      And she had "exercise class", 3 months ago
      When the clinician opens the chart
      Then rule "IR-EL-ARTHRITIS" stays silent

    Scenario: Her mother has it
      Given her mother has "Rheumatoid arthritis" (SNOMED 69896004)
      And her "Pain severity" (LOINC 72514-3) is 6 {score}, 11 days ago
      And she had "exercise class", 3 months ago
      When the clinician opens the chart
      Then rule "IR-EL-ARTHRITIS" stays silent

  Rule: What is not known keeps a suggestion silent, and is said

    Scenario Outline: The <what> were not loaded
      Given she has "Osteoarthritis of knee" (SNOMED 239873007)
      And her "Pain severity" (LOINC 72514-3) is 6 {score}, 11 days ago
      And she had "exercise class", 3 months ago
      And the <what> were not loaded
      When the clinician opens the chart
      Then rule "IR-EL-ARTHRITIS" is not evaluated because "<missing>" is missing

      Examples:
        | what                       | missing                              |
        | conditions                 | Condition                            |
        | observations               | Observation                          |
        | procedures                 | Procedure                            |
        | medication administrations | whether the order is contraindicated |
