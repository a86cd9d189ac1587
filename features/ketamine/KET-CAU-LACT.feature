@KET-CAU-LACT
Feature: Breastfeeding and ketamine
  The US esketamine label does not recommend breastfeeding. The two answers to the question differ by one digit, so both
  are tried here.

  Background:
    Given the service date is 2026-11-20
    And a 31-year-old woman

  Rule: Breastfeeding speaks as a warning

    Scenario: She breastfeeds
      Given her "Breastfeeding status" (LOINC 63895-7) is "Currently breastfeeding" (LOINC LA29252-6), 3 weeks ago
      When the clinician signs an order for "esketamine" (RxNorm 2119365), nasal
      Then rule "KET-CAU-LACT" speaks as warning
      And the card "KET-CAU-LACT" rests on "Breastfeeding status"
      And the card "KET-CAU-LACT" offers "Get lactation advice"
      And the card "KET-CAU-LACT" offers to order (LOINC 63895-7)
      And the card "KET-CAU-LACT" says "does not recommend breastfeeding"
      And the card "KET-CAU-LACT" may be overridden because "patient-informed-declines"
      And the card "KET-CAU-LACT" may be overridden because "specialist-agreed"
      And the card "KET-CAU-LACT" cites evidence "E15"

    Scenario Outline: The answer <code>, <days> days ago
      Given her "Breastfeeding status" (LOINC 63895-7) is (LOINC <code>), <days> days ago
      When the clinician selects an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-LACT" <says>

      Examples: one digit apart, and 90 days
        | code      | days | says              |
        | LA29252-6 | 1    | speaks as warning |
        | LA29253-4 | 1    | stays silent      |
        | LA29252-6 | 89   | speaks as warning |
        | LA29252-6 | 90   | speaks as warning |
        | LA29252-6 | 91   | stays silent      |

    Scenario: The newest answer counts
      Given her "Breastfeeding status" (LOINC 63895-7) is (LOINC LA29252-6), 40 days ago
      And her "Breastfeeding status" (LOINC 63895-7) is (LOINC LA29253-4), 3 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-LACT" stays silent

    Scenario Outline: On the problem list: <problem>
      Given she has <problem>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-LACT" speaks as warning

      Examples:
        | problem                                                  |
        | "Maternal breastfeeding" (SNOMED 1260078007)             |
        | "Partial maternal breastfeeding" (SNOMED 1258998001)     |
        | "Maternal exclusive breastfeeding" (SNOMED 1258999009)   |
        | "Lactation established" (SNOMED 225604004)               |
        | "Care of a lactating mother" (ICD-10-CM Z39.1)           |

    Scenario Outline: On the problem list, recorded <days> days ago
      Given she has "Maternal breastfeeding" (SNOMED 1260078007), recorded <days> days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-LACT" <says>

      Examples: 365 days
        | days | says              |
        | 364  | speaks as warning |
        | 365  | speaks as warning |
        | 366  | stays silent      |

    Scenario Outline: An entry that is <status>
      Given she has "Maternal breastfeeding" (SNOMED 1260078007), <status>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-LACT" <says>

      Examples:
        | status           | says           |
        | resolved         | stays silent   |
        | refuted          | stays silent   |
        | entered in error | stays silent   |
        | provisional      | speaks as info |

    Scenario Outline: Denied <denied> days ago, on the problem list since 30 days
      Given she has "Maternal breastfeeding" (SNOMED 1260078007), since 30 days ago
      And her "Breastfeeding status" (LOINC 63895-7) is "Not currently breastfeeding" (LOINC LA29253-4), <denied> days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-LACT" <says>

      Examples: a later no ends it, an earlier one does not
        | denied | says              |
        | 31     | speaks as warning |
        | 30     | stays silent      |
        | 3      | stays silent      |

  Rule: After a birth the question is asked

    Scenario Outline: Born <days> days ago, and nothing is known of feeding
      Given she has "Single live birth" (ICD-10-CM Z37.0), since <days> days ago, recorded <days> days ago, until <days> days ago, resolved
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-LACT" <says>

      Examples: 180 days
        | days | says           |
        | 30   | speaks as info |
        | 180  | speaks as info |
        | 181  | stays silent   |

    Scenario Outline: After <ending>
      Given she has <ending>, since 40 days ago, recorded 40 days ago, resolved
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-LACT" <says>

      Examples: a loss is no birth
        | ending                                                     | says           |
        | "Full-term uncomplicated delivery" (ICD-10-CM O80)         | speaks as info |
        | "Routine postpartum follow-up" (ICD-10-CM Z39.2)           | speaks as info |
        | "Spontaneous abortion" (ICD-10-CM O03.9)                   | stays silent   |
        | "Elective termination of pregnancy" (ICD-10-CM Z33.2)      | stays silent   |

    Scenario: She said that she does not breastfeed
      Given she has "Single live birth" (ICD-10-CM Z37.0), since 40 days ago, recorded 40 days ago, resolved
      And her "Breastfeeding status" (LOINC 63895-7) is (LOINC LA29253-4), 10 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-LACT" stays silent

    Scenario: She said that she does
      Given she has "Single live birth" (ICD-10-CM Z37.0), since 40 days ago, recorded 40 days ago, resolved
      And her "Breastfeeding status" (LOINC 63895-7) is (LOINC LA29252-6), 10 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-LACT" speaks as warning

  Rule: What does not count

    Scenario Outline: A feeding status that is <status>
      Given her "Breastfeeding status" (LOINC 63895-7) is (LOINC LA29252-6), <status>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-LACT" stays silent

      Examples:
        | status           |
        | preliminary      |
        | entered in error |

    Scenario: She says so when the visit is about something else
      Given her "Breastfeeding status" (LOINC 63895-7) is (LOINC LA29252-6), 3 days ago
      When the clinician signs an order for "ketorolac" (RxNorm 35827), intramuscular
      Then rule "KET-CAU-LACT" stays silent

    Scenario: Another patient's entry
      Given another patient has "Maternal breastfeeding" (SNOMED 1260078007)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-LACT" is not evaluated because "Condition" is missing

    Scenario: Her sister breastfeeds
      Given her sister has "Maternal breastfeeding" (SNOMED 1260078007)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-LACT" stays silent

    Scenario: Topical ketamine
      Given her "Breastfeeding status" (LOINC 63895-7) is (LOINC LA29252-6), 3 days ago
      When the clinician signs an order for "ketamine 10 % cream", topical
      Then rule "KET-CAU-LACT" stays silent

  Rule: What is not known

    Scenario Outline: The <kind> were not loaded
      Given the <kind> were not loaded
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-LACT" is not evaluated because "<missing>" is missing

      Examples:
        | kind         | missing     |
        | observations | Observation |
        | conditions   | Condition   |

    Scenario: On the problem list, and whether she denied it since is not known
      Given the observations were not loaded
      And she has "Maternal breastfeeding" (SNOMED 1260078007)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-LACT" speaks as warning
      And the card "KET-CAU-LACT" says "although not known"

    Scenario: An answer that nobody can read
      Given her "Breastfeeding status" (LOINC 63895-7) is "see the midwife's note", 3 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-LACT" is not evaluated because "63895-7" is missing
