@KET-EV-PTSD
Feature: Ketamine for PTSD alone
  The largest trial was negative on both PTSD scales.

  Background:
    Given the service date is 2026-11-20 at 09:00
    And a 38-year-old man

  Rule: For PTSD alone it is a warning

    Scenario: PTSD is the order's reason
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, for "PTSD" (ICD-10-CM F43.12)
      Then rule "KET-EV-PTSD" speaks as warning
      And the card "KET-EV-PTSD" is about the order for "ketamine"
      And the card "KET-EV-PTSD" says "no benefit on either PTSD scale"
      And the card "KET-EV-PTSD" says "trauma-focused psychotherapy; sertraline, paroxetine or venlafaxine"
      And the card "KET-EV-PTSD" says "PTSD itself is no contraindication"
      And the card "KET-EV-PTSD" does not offer to remove the order
      And the card "KET-EV-PTSD" offers "Refer for trauma-focused psychotherapy"
      And the card "KET-EV-PTSD" offers "Refer to a trial"
      And the card "KET-EV-PTSD" may be overridden because "trial-protocol"
      And the card "KET-EV-PTSD" may be overridden because "specialist-agreed"
      And the card "KET-EV-PTSD" cites evidence "E28"
      And the card "KET-EV-PTSD" says "no better than placebo on either PTSD scale"
      And the card "KET-EV-PTSD" cites evidence "E27"
      And the card "KET-EV-PTSD" cites evidence "E29"
      And the card "KET-EV-PTSD" cites evidence "E30"

    Scenario Outline: Ordered for <reason>
      When the clinician signs an order for <order>, for <reason>
      Then rule "KET-EV-PTSD" <says>

      Examples:
        | order                                                        | reason                                | says              |
        | "ketamine" (RxNorm 6130), oral, for the community            | "PTSD" (SNOMED 47505003)              | speaks as warning |
        | "esketamine" (RxNorm 2119365), nasal, for an outpatient      | "PTSD" (ICD-10-CM F43.10)             | speaks as warning |
        | "ketamine" (RxNorm 6130), intravenous, for an outpatient     | "Acute stress reaction" (ICD-10-CM F43.0) | stays silent  |
        | "ketamine" (RxNorm 6130), intravenous, for an outpatient     | (ICD-10-CM F43.10, ICD-10-CM F33.2)   | stays silent      |
        | "ketamine" (RxNorm 6130), intravenous, for an outpatient     | (ICD-10-CM F43.10, ICD-10-CM G90.51)  | stays silent      |
        | "ketamine" (RxNorm 6130), intravenous, for an outpatient     | (ICD-10-CM F43.10, ICD-10-CM M79.7)   | stays silent      |
        | "ketamine" (RxNorm 6130), intravenous, for an outpatient     | (ICD-10-CM F43.10, ICD-10-CM E11.42)  | stays silent      |
        | "ketamine" (RxNorm 6130), intravenous, for an outpatient     | (ICD-10-CM F43.10, ICD-10-CM G89.4)   | stays silent      |
        | "ketamine" (RxNorm 6130), intravenous, for an outpatient     | (ICD-10-CM F43.10, ICD-10-CM F41.1)   | speaks as warning |
        | "ketamine" (RxNorm 6130), intravenous, for an outpatient     | "Depression" (ICD-10-CM F33.2)        | stays silent      |

  Rule: With an active depression it is silent

    Scenario Outline: His depression is <state>
      Given he has "Recurrent depression" (ICD-10-CM F33.1), <state>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, for "PTSD" (ICD-10-CM F43.12)
      Then rule "KET-EV-PTSD" <says>

      Examples:
        | state            | says              |
        | active           | stays silent      |
        | recurred         | stays silent      |
        | in remission     | speaks as warning |
        | resolved         | speaks as warning |
        | refuted          | speaks as warning |
        | entered in error | speaks as warning |

    Scenario: Depression that is no major depression
      Given he has "Depression, unspecified" (ICD-10-CM F32.A)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, for "PTSD" (ICD-10-CM F43.12)
      Then rule "KET-EV-PTSD" speaks as warning

  Rule: PTSD beside something else is no contraindication

    Scenario: Ordered for CRPS in somebody with PTSD
      Given he has "PTSD" (ICD-10-CM F43.12)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, for "CRPS of the leg" (ICD-10-CM G90.52)
      Then rule "KET-EV-PTSD" stays silent

    Scenario: No reason on the order, and no PTSD
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-EV-PTSD" stays silent

    Scenario: Esketamine without a reason is for depression
      Given he has "PTSD" (ICD-10-CM F43.12)
      When the clinician signs an order for "esketamine" (RxNorm 2119365), nasal, for an outpatient
      Then rule "KET-EV-PTSD" stays silent

    Scenario: Topical ketamine
      When the clinician signs an order for "ketamine 10 % cream", topical, for "PTSD" (ICD-10-CM F43.12)
      Then rule "KET-EV-PTSD" stays silent

    Scenario: Ordered for an anaesthetic in the same visit
      Given the visit is an inpatient visit
      And a running order for the service "general anaesthesia" (SNOMED 274507007), in this visit
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, in this visit, for "PTSD" (ICD-10-CM F43.12)
      Then rule "KET-EV-PTSD" stays silent

  Rule: What is not known is not told

    Scenario: No reason on the order, and PTSD in the chart
      Given he has "PTSD" (ICD-10-CM F43.12)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-EV-PTSD" is not evaluated because "the reason" is missing

    Scenario: Conditions were not loaded
      Given the conditions were not loaded
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, for "PTSD" (ICD-10-CM F43.12)
      Then rule "KET-EV-PTSD" is not evaluated because "Condition" is missing
