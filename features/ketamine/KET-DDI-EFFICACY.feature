@KET-DDI-EFFICACY
Feature: Ketamine for depression with a benzodiazepine or lamotrigine
  They may change what ketamine does; the evidence is thin, and stopping a benzodiazepine is never the answer.

  Background:
    Given the service date is 2026-11-20 at 09:00
    And a 47-year-old man

  Rule: In regular use it is a note

    Scenario: Clonazepam every night
      Given a running order for "clonazepam" (RxNorm 2598), once a day
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, for "Recurrent depression" (ICD-10-CM F33.2)
      Then rule "KET-DDI-EFFICACY" speaks as info
      And the card "KET-DDI-EFFICACY" is about the order for "ketamine"
      And the card "KET-DDI-EFFICACY" rests on "clonazepam"
      And the card "KET-DDI-EFFICACY" says "may blunt the antidepressant effect"
      And the card "KET-DDI-EFFICACY" says "is dangerous and is not asked for here"
      And the card "KET-DDI-EFFICACY" does not say "stop the benzodiazepine"
      And the card "KET-DDI-EFFICACY" offers "Ask for a review of timing on session days"
      And the card "KET-DDI-EFFICACY" may be overridden because "specialist-agreed"
      And the card "KET-DDI-EFFICACY" cites evidence "E36"

    Scenario Outline: In use: <medicine>
      Given he takes <medicine>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, for "Recurrent depression" (ICD-10-CM F33.2)
      Then rule "KET-DDI-EFFICACY" speaks as info

      Examples:
        | medicine                                       |
        | "lamotrigine" (RxNorm 28439)                   |
        | "alprazolam" (RxNorm 596), as needed           |
        | "lorazepam 1 MG Oral Tablet [Ativan]" (RxNorm 104719) |

    Scenario: By his own word
      Given he says that he takes "diazepam" (RxNorm 3322)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, for "Recurrent depression" (ICD-10-CM F33.2)
      Then rule "KET-DDI-EFFICACY" speaks as info

    Scenario Outline: Ordered for <reason>
      Given he takes "clonazepam" (RxNorm 2598)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, for <reason>
      Then rule "KET-DDI-EFFICACY" <says>

      Examples:
        | reason                                          | says           |
        | "Depression" (ICD-10-CM F32.1)                  | speaks as info |
        | "PTSD" (ICD-10-CM F43.12)                       | speaks as info |
        | "Generalized anxiety" (ICD-10-CM F41.1)         | speaks as info |
        | "CRPS of the arm" (ICD-10-CM G90.51)            | stays silent   |
        | "Depression in remission" (ICD-10-CM F33.42)    | stays silent   |

    Scenario: No reason on the order, and depression in the chart
      Given he takes "clonazepam" (RxNorm 2598)
      And he has "Recurrent depression" (ICD-10-CM F33.1)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DDI-EFFICACY" speaks as info

    Scenario Outline: No reason on the order, and <problem> in the chart
      Given he takes "clonazepam" (RxNorm 2598)
      And he has <problem>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DDI-EFFICACY" <says>

      Examples:
        | problem                                    | says           |
        | "PTSD" (ICD-10-CM F43.12)                  | speaks as info |
        | "Generalized anxiety" (ICD-10-CM F41.1)    | speaks as info |
        | "CRPS of the arm" (ICD-10-CM G90.51)       | stays silent   |

    Scenario: An esketamine visit without a reason is for depression
      Given he takes "lamotrigine" (RxNorm 28439)
      When the clinician signs an order for the service "esketamine visit" (HCPCS G2082)
      Then rule "KET-DDI-EFFICACY" speaks as info

    Scenario: Depression in the chart, but the order is for pain
      Given he takes "clonazepam" (RxNorm 2598)
      And he has "Recurrent depression" (ICD-10-CM F33.1)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, for "CRPS of the arm" (ICD-10-CM G90.51)
      Then rule "KET-DDI-EFFICACY" stays silent

    Scenario: Esketamine without a reason is for depression
      Given he takes "clonazepam" (RxNorm 2598)
      When the clinician signs an order for "esketamine" (RxNorm 2119365), nasal, for an outpatient
      Then rule "KET-DDI-EFFICACY" speaks as info

    Scenario Outline: No reason on the order, and the depression is <state>
      Given he takes "clonazepam" (RxNorm 2598)
      And he has "Recurrent depression" (ICD-10-CM F33.1), <state>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DDI-EFFICACY" <says>

      Examples:
        | state            | says           |
        | provisional      | speaks as info |
        | resolved         | stays silent   |
        | in remission     | stays silent   |
        | refuted          | stays silent   |
        | entered in error | stays silent   |

    Scenario: His mother's depression
      Given he takes "clonazepam" (RxNorm 2598)
      And his mother has "Recurrent depression" (ICD-10-CM F33.1)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DDI-EFFICACY" stays silent

  Rule: It holds both ways

    Scenario: Lamotrigine is ordered for somebody on esketamine
      Given a running order for "esketamine" (RxNorm 2119365), nasal, for an outpatient
      When the clinician signs an order for "lamotrigine" (RxNorm 28439)
      Then rule "KET-DDI-EFFICACY" speaks as info
      And the card "KET-DDI-EFFICACY" is about the order for "lamotrigine"

    Scenario: One dose is ordered before a scan
      Given a running order for "esketamine" (RxNorm 2119365), nasal, for an outpatient
      When the clinician signs an order for "lorazepam" (RxNorm 6470), with the instructions "once, before the scan"
      Then rule "KET-DDI-EFFICACY" stays silent

  Rule: One dose for a procedure does not count

    Scenario Outline: One dose: <medicine>
      Given <fact>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, for "Recurrent depression" (ICD-10-CM F33.2)
      Then rule "KET-DDI-EFFICACY" stays silent

      Examples:
        | medicine                  | fact                                                                         |
        | given this morning        | he was given "midazolam" (RxNorm 6960), intravenous, 2 hours ago             |
        | ordered once              | he takes "midazolam" (RxNorm 6960), intravenous, only once                   |
        | ordered once, in words    | he takes "diazepam" (RxNorm 3322), with the instructions "single dose before MRI" |
        | lamotrigine given once    | he was given "lamotrigine" (RxNorm 28439), 2 hours ago                       |
        | ordered for one day       | he takes "diazepam" (RxNorm 3322), ordered 1 hour ago, for 1 day             |

    Scenario: Once a day is not once
      Given he takes "diazepam" (RxNorm 3322), with the instructions "5 mg once daily"
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, for "Recurrent depression" (ICD-10-CM F33.2)
      Then rule "KET-DDI-EFFICACY" speaks as info

    Scenario Outline: Not in use: <medicine>
      Given he takes <medicine>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, for "Recurrent depression" (ICD-10-CM F33.2)
      Then rule "KET-DDI-EFFICACY" stays silent

      Examples:
        | medicine                                   |
        | "zolpidem" (RxNorm 39993)                  |
        | "lithium carbonate" (RxNorm 42351)         |
        | "clonazepam" (RxNorm 2598), stopped        |
        | "clonazepam" (RxNorm 2598), on hold        |
        | "clonazepam" (RxNorm 2598), entered in error |
        | "diazepam vaginal gel" (RxNorm 3322)       |

    Scenario: Ordered for an anaesthetic
      Given he takes "clonazepam" (RxNorm 2598)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for "general anaesthesia" (SNOMED 274507007)
      Then rule "KET-DDI-EFFICACY" stays silent

    Scenario: Topical ketamine
      Given he takes "clonazepam" (RxNorm 2598)
      When the clinician signs an order for "ketamine 10 % cream", topical, for "Recurrent depression" (ICD-10-CM F33.2)
      Then rule "KET-DDI-EFFICACY" stays silent

  Rule: What is not known is not safe

    Scenario: Medications were not loaded
      Given the medications were not loaded
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, for "Recurrent depression" (ICD-10-CM F33.2)
      Then rule "KET-DDI-EFFICACY" is not evaluated because "MedicationRequest" is missing

    Scenario Outline: The reason is in words only: <reason>
      Given he takes "clonazepam" (RxNorm 2598)
      And he has <problem>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, for <reason>
      Then rule "KET-DDI-EFFICACY" <says>

      Examples:
        | reason                           | problem                                  | says                                             |
        | "severe depression, session 3"   | "Asthma" (ICD-10-CM J45.909)             | speaks as info                                   |
        | "as discussed"                   | "Recurrent depression" (ICD-10-CM F33.1) | speaks as info                                   |
        | "as discussed"                   | "Asthma" (ICD-10-CM J45.909)             | is not evaluated because "the reason" is missing |
        | "back pain"                      | "Recurrent depression" (ICD-10-CM F33.1) | is not evaluated because "the reason" is missing |

    Scenario: Esketamine by vein, not said for what
      Given he takes "clonazepam" (RxNorm 2598)
      When the clinician signs an order for "esketamine" (RxNorm 2119365), intravenous, for an outpatient
      Then rule "KET-DDI-EFFICACY" stays silent

    Scenario: The reason is in words that name nothing
      Given he takes "clonazepam" (RxNorm 2598)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, for "low mood"
      Then rule "KET-DDI-EFFICACY" is not evaluated because "the reason" is missing

    Scenario: Conditions were not loaded, and the order gives no reason
      Given he takes "clonazepam" (RxNorm 2598)
      And the conditions were not loaded
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DDI-EFFICACY" is not evaluated because "Condition" is missing
