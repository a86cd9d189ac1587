@KET-EV-ANX
Feature: Ketamine for anxiety alone
  No adequate trial was found.

  Background:
    Given the service date is 2026-11-20 at 09:00
    And a 33-year-old man

  Rule: For anxiety alone it is a note

    Scenario: Anxiety is the order's reason
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, for "Generalized anxiety disorder" (ICD-10-CM F41.1)
      Then rule "KET-EV-ANX" speaks as info
      And the card "KET-EV-ANX" is about the order for "ketamine"
      And the card "KET-EV-ANX" says "no adequate trial of ketamine was found"
      And the card "KET-EV-ANX" says "psychotherapy (cognitive behavioural therapy) or an SSRI first"
      And the card "KET-EV-ANX" does not offer to remove the order
      And the card "KET-EV-ANX" offers "Refer for psychotherapy"
      And the card "KET-EV-ANX" may be overridden because "specialist-agreed"
      And the card "KET-EV-ANX" may be overridden because "trial-protocol"
      And the card "KET-EV-ANX" cites evidence "KET-ANXIETY-TRIALS"
      And the card "KET-EV-ANX" cites evidence "E32"

    Scenario Outline: Ordered for <reason>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, for <reason>
      Then rule "KET-EV-ANX" <says>

      Examples:
        | reason                                         | says           |
        | "Panic disorder" (ICD-10-CM F41.0)             | speaks as info |
        | "Social phobia" (ICD-10-CM F40.10)             | speaks as info |
        | "Anxiety disorder" (SNOMED 197480006)          | speaks as info |
        | "Blood and needle phobia" (ICD-10-CM F40.232)  | stays silent   |
        | (ICD-10-CM F41.1, ICD-10-CM F33.2)             | stays silent   |
        | (ICD-10-CM F41.1, ICD-10-CM F43.12)            | stays silent   |
        | (ICD-10-CM F41.1, ICD-10-CM M79.7)             | stays silent   |
        | (ICD-10-CM F41.1, ICD-10-CM G90.51)            | stays silent   |
        | (ICD-10-CM F41.1, ICD-10-CM E11.42)            | stays silent   |
        | (ICD-10-CM F41.1, ICD-10-CM G89.4)             | stays silent   |
        | "Depression" (ICD-10-CM F33.2)                 | stays silent   |

  Rule: Anxiety beside something else is not judged

    Scenario: A GAD-7 score without a diagnosis
      Given his "GAD-7" (LOINC 70274-6) is 17 {score}, 3 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-EV-ANX" stays silent

    Scenario: Ordered for depression in somebody with anxiety
      Given he has "Generalized anxiety disorder" (ICD-10-CM F41.1)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, for "Depression" (ICD-10-CM F33.2)
      Then rule "KET-EV-ANX" stays silent

    Scenario Outline: No reason on the order, and the anxiety is <state>
      Given he has "Generalized anxiety disorder" (ICD-10-CM F41.1), <state>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-EV-ANX" stays silent

      Examples:
        | state            |
        | resolved         |
        | refuted          |
        | entered in error |

    Scenario: Afraid of the procedure: one dose of sedation for it
      Given the visit is an ambulatory visit
      And a running order for the service "procedural sedation" (SNOMED 314271007), in this visit
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, only once, in this visit, for "Anxiety" (ICD-10-CM F41.9)
      Then rule "KET-EV-ANX" stays silent

    Scenario: Topical ketamine
      When the clinician signs an order for "ketamine 10 % cream", topical, for "Anxiety" (ICD-10-CM F41.9)
      Then rule "KET-EV-ANX" stays silent

  Rule: What is not known is not told

    Scenario: No reason on the order, and anxiety in the chart
      Given he has "Generalized anxiety disorder" (ICD-10-CM F41.1)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-EV-ANX" is not evaluated because "the reason" is missing

    Scenario: The reason is in words only
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, for "nervous"
      Then rule "KET-EV-ANX" is not evaluated because "the reason" is missing
