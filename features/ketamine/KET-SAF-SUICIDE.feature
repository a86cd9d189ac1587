@KET-SAF-SUICIDE
Feature: Suicidal thoughts and ketamine
  The illness that ketamine is given for carries the risk. Preventing suicide was not shown, so nothing that ketamine may
  do for suicidal thoughts silences this rule.

  Background:
    Given the service date is 2026-11-20
    And a 35-year-old man

  Rule: Suicidal thoughts or behaviour, now or lately

    Scenario: Item 9 of the PHQ-9
      Given his "PHQ-9 item 9" (LOINC 44260-8) is 1 {score}, 3 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-SAF-SUICIDE" speaks as warning
      And the card "KET-SAF-SUICIDE" rests on "PHQ-9 item 9"
      And the card "KET-SAF-SUICIDE" says "prevention of suicide was not shown"
      And the card "KET-SAF-SUICIDE" says "emergency pathway"
      And the card "KET-SAF-SUICIDE" offers "Assess the suicide risk"
      And the card "KET-SAF-SUICIDE" offers "Agree on a safety plan"
      And the card "KET-SAF-SUICIDE" does not offer to remove the order
      And the card "KET-SAF-SUICIDE" may be overridden because "already-done-outside"
      And the card "KET-SAF-SUICIDE" may be overridden because "specialist-agreed"
      And the card "KET-SAF-SUICIDE" cites evidence "E15"

    Scenario Outline: Item 9 is <score>, <days> days ago
      Given his "PHQ-9 item 9" (LOINC 44260-8) is <score> {score}, <days> days ago
      When the clinician selects an order for "esketamine" (RxNorm 2119365), nasal, for an outpatient
      Then rule "KET-SAF-SUICIDE" <says>

      Examples: 1 or more, within 14 days
        | score | days | says              |
        | 0     | 3    | stays silent      |
        | 1     | 3    | speaks as warning |
        | 2     | 3    | speaks as warning |
        | 1     | 13   | speaks as warning |
        | 1     | 14   | speaks as warning |
        | 1     | 15   | stays silent      |

    Scenario Outline: Item 9 answered in words: <answer>, <days> days ago
      Given his "Thoughts that you would be better off dead" (LOINC 44260-8) is "<answer>", <days> days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-SAF-SUICIDE" <says>

      Examples: and an answer that nobody can read is not none
        | answer                  | days | says                                          |
        | Several days            | 3    | speaks as warning                             |
        | More than half the days | 3    | speaks as warning                             |
        | Nearly every day        | 14   | speaks as warning                             |
        | Nearly every day        | 15   | stays silent                                  |
        | Not at all              | 3    | stays silent                                  |
        | not at all              | 3    | stays silent                                  |
        | SEVERAL DAYS            | 3    | speaks as warning                             |
        | Declined                | 3    | is not evaluated because "44260-8" is missing |
        | Not at all sure         | 3    | is not evaluated because "44260-8" is missing |

    Scenario Outline: Item 9 answered by the code of an answer: <answer>
      Given his "PHQ-9 item 9" (LOINC 44260-8) is <answer>, 3 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-SAF-SUICIDE" <says>

      Examples: as the form prints them
        | answer                                         | says                                          |
        | "Not at all" (LOINC LA6568-5)                  | stays silent                                  |
        | "Several days" (LOINC LA6569-3)                | speaks as warning                             |
        | "More than half the days" (LOINC LA6570-1)     | speaks as warning                             |
        | "Nearly every day" (LOINC LA6571-9)            | speaks as warning                             |
        | (LOINC LA6571-9)                               | speaks as warning                             |

    Scenario: The newest answer counts
      Given his "PHQ-9 item 9" (LOINC 44260-8) is 2 {score}, 10 days ago
      And his "PHQ-9 item 9" (LOINC 44260-8) is 0 {score}, 1 day ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-SAF-SUICIDE" stays silent

    Scenario Outline: <problem>
      Given he has <problem>, since 2 years ago, recorded 2 years ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-SAF-SUICIDE" speaks as warning

      Examples: active, however old
        | problem                                             |
        | "Suicidal thoughts" (SNOMED 6471006)                |
        | "Suicidal" (SNOMED 267073005)                       |
        | "Suicidal intent" (SNOMED 304594002)                |
        | "Suicidal behavior" (SNOMED 425104003)              |
        | "Suicide attempt" (SNOMED 82313006)                 |
        | "Suicidal ideations" (ICD-10-CM R45.851)            |

    Scenario Outline: Suicidal thoughts resolved, recorded <days> days ago
      Given he has "Suicidal ideations" (ICD-10-CM R45.851), resolved, since <days> days ago, recorded <days> days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-SAF-SUICIDE" <says>

      Examples: 90 days
        | days | says              |
        | 89   | speaks as warning |
        | 90   | speaks as warning |
        | 91   | stays silent      |

    Scenario Outline: Suicidal thoughts that are <status>
      Given he has "Suicidal ideations" (ICD-10-CM R45.851), <status>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-SAF-SUICIDE" <says>

      Examples:
        | status           | says           |
        | refuted          | stays silent   |
        | entered in error | stays silent   |
        | provisional      | speaks as info |

    Scenario: Ordered for suicidal ideation itself
      Given he has "Suicidal ideations" (ICD-10-CM R45.851)
      When the clinician signs an order for "esketamine" (RxNorm 2119365), nasal, 84 mg, for an outpatient, for "Depression with suicidal ideation" (ICD-10-CM F33.2)
      Then rule "KET-SAF-SUICIDE" speaks as warning

    Scenario Outline: Ketamine for home: <order>
      Given his "PHQ-9 item 9" (LOINC 44260-8) is 1 {score}, 3 days ago
      When the clinician signs an order for <order>
      Then rule "KET-SAF-SUICIDE" speaks as <indicator>

      Examples:
        | order                                                   | indicator |
        | "ketamine" (RxNorm 6130), sublingual, for the community | critical  |
        | "ketamine" (RxNorm 6130), oral, for the discharge       | critical  |
        | "ketamine" (RxNorm 6130), sublingual, for an outpatient | warning   |

    Scenario: What is said of a supply at home
      Given he has "Suicidal ideations" (ICD-10-CM R45.851)
      When the clinician signs an order for "ketamine" (RxNorm 6130), sublingual, for the community
      Then rule "KET-SAF-SUICIDE" speaks as critical
      And the card "KET-SAF-SUICIDE" says "a supply at home is a means"

    Scenario: Nothing says where: the warning stands
      Given his "PHQ-9 item 9" (LOINC 44260-8) is 1 {score}, 3 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), oral
      Then rule "KET-SAF-SUICIDE" speaks as warning
      And the card "KET-SAF-SUICIDE" says "could make this stronger"

  Rule: When the chart is opened, for a running order

    Scenario Outline: A running order <where>
      Given a running order for "ketamine" (RxNorm 6130), sublingual, <where>
      And his "PHQ-9 item 9" (LOINC 44260-8) is 1 {score}, 3 days ago
      When the clinician opens the chart
      Then rule "KET-SAF-SUICIDE" speaks as warning

      Examples: a warning there, never more
        | where             |
        | for the community |
        | for an outpatient |

    Scenario: Without a running order
      Given his "PHQ-9 item 9" (LOINC 44260-8) is 1 {score}, 3 days ago
      When the clinician opens the chart
      Then no card mentions "KET-SAF-SUICIDE"

    Scenario: The running order was stopped
      Given a running order for "ketamine" (RxNorm 6130), sublingual, for the community, stopped
      And his "PHQ-9 item 9" (LOINC 44260-8) is 1 {score}, 3 days ago
      When the clinician opens the chart
      Then no card mentions "KET-SAF-SUICIDE"

  Rule: Suicidal behaviour of the past

    Scenario Outline: Years ago: <problem>
      Given he has <problem>, since 4 years ago, recorded 4 years ago, <status>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-SAF-SUICIDE" <says>

      Examples: an attempt counts for ever, thoughts do not
        | problem                                            | status   | says           |
        | "Suicide attempt" (SNOMED 82313006)                | resolved | speaks as info |
        | "H/O: attempted suicide" (SNOMED 161474000)        | active   | speaks as info |
        | "Suicidal thoughts" (SNOMED 6471006)               | resolved | stays silent   |

  Rule: What does not count, and what is not known

    Scenario Outline: <what>
      Given <fact>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-SAF-SUICIDE" stays silent

      Examples:
        | what                            | fact                                                                          |
        | No screen is no alarm           | he has "Depression" (ICD-10-CM F32.A)                                         |
        | The whole PHQ-9                 | his "PHQ-9 total" (LOINC 44261-6) is 18 {score}, 3 days ago                   |
        | Another questionnaire           | his "PHQ-9 for teens" (LOINC 89204-2) is 12 {score}, 3 days ago               |
        | His mother's attempt            | his mother has "Suicide attempt" (SNOMED 82313006)                            |
        | An answer made in error         | his "PHQ-9 item 9" (LOINC 44260-8) is 3 {score}, 3 days ago, entered in error |

    Scenario Outline: The <kind> were not loaded
      Given the <kind> were not loaded
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-SAF-SUICIDE" is not evaluated because "<missing>" is missing

      Examples:
        | kind         | missing   |
        | conditions   | Condition |
        | observations | 44260-8   |
