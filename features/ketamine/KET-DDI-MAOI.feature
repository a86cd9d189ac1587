@KET-DDI-MAOI
Feature: Ketamine with a monoamine oxidase inhibitor
  The esketamine label asks to watch blood pressure closely together with them.

  Background:
    Given the service date is 2026-11-20 at 09:00
    And a 52-year-old woman

  Rule: In use is a warning

    Scenario: Phenelzine
      Given she takes "phenelzine" (RxNorm 8123), oral
      When the clinician signs an order for "esketamine" (RxNorm 2119365), nasal, 56 mg, for an outpatient
      Then rule "KET-DDI-MAOI" speaks as warning
      And the summary of the card "KET-DDI-MAOI" says "phenelzine"
      And the card "KET-DDI-MAOI" is about the order for "esketamine"
      And the card "KET-DDI-MAOI" rests on "phenelzine"
      And the card "KET-DDI-MAOI" says "about 40 minutes after the dose"
      And the card "KET-DDI-MAOI" says "Do not stop the inhibitor for the session without its prescriber"
      And the card "KET-DDI-MAOI" does not offer to remove the order
      And the card "KET-DDI-MAOI" offers to order (LOINC 85354-9)
      And the card "KET-DDI-MAOI" offers "Ask a pharmacist about the inhibitor"
      And the card "KET-DDI-MAOI" may be overridden because "monitoring-in-place"
      And the card "KET-DDI-MAOI" cites evidence "E15"
      And the card "KET-DDI-MAOI" says "asks to watch blood pressure closely with MAO inhibitors"

    Scenario Outline: She takes <medicine>
      Given she takes <medicine>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DDI-MAOI" speaks as warning

      Examples: patches and Parkinson's drugs count, however the route is written
        | medicine                                                                |
        | "tranylcypromine" (RxNorm 10734)                                        |
        | "isocarboxazid" (RxNorm 6011)                                           |
        | "selegiline" (RxNorm 9639), by the route "transdermal"                  |
        | "selegiline 6 MG/24 HR patch", topical                                  |
        | "selegiline" (RxNorm 9639), oral, for "Parkinson's disease" (ICD-10-CM G20) |
        | "rasagiline" (RxNorm 134748), for "Parkinson's disease" (ICD-10-CM G20) |
        | "linezolid" (RxNorm 190376), intravenous                                |

    Scenario Outline: <drug>, last taken <when>
      Given she takes <medicine>, stopped, until <when>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DDI-MAOI" <says>

      Examples: 14 days for the irreversible ones, 2 for linezolid, the last day included
        | drug            | medicine                       | when        | says              |
        | Phenelzine      | "phenelzine" (RxNorm 8123)     | 13 days ago | speaks as warning |
        | Phenelzine      | "phenelzine" (RxNorm 8123)     | 14 days ago | speaks as warning |
        | Phenelzine      | "phenelzine" (RxNorm 8123)     | 15 days ago | stays silent      |
        | Rasagiline      | "rasagiline" (RxNorm 134748)   | 14 days ago | speaks as warning |
        | Rasagiline      | "rasagiline" (RxNorm 134748)   | 15 days ago | stays silent      |
        | Linezolid       | "linezolid" (RxNorm 190376)    | 1 day ago   | speaks as warning |
        | Linezolid       | "linezolid" (RxNorm 190376)    | 2 days ago  | speaks as warning |
        | Linezolid       | "linezolid" (RxNorm 190376)    | 3 days ago  | stays silent      |

    Scenario: Linezolid given by drip two days ago
      Given she was given "linezolid" (RxNorm 190376), intravenous, 2 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DDI-MAOI" speaks as warning

  Rule: It holds both ways

    Scenario: Linezolid is ordered for somebody on ketamine
      Given a running order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      When the clinician signs an order for "linezolid" (RxNorm 190376), oral
      Then a warning card "KET-DDI-MAOI" is shown
      And exactly 1 card is shown
      And the card "KET-DDI-MAOI" is about the order for "linezolid"

    Scenario: Another drug for somebody on ketamine and phenelzine
      Given a running order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      And she takes "phenelzine" (RxNorm 8123)
      When the clinician signs an order for "lorazepam" (RxNorm 6470)
      Then rule "KET-DDI-MAOI" stays silent

  Rule: What does not count

    Scenario Outline: No MAO inhibitor in use: <medicine>
      Given she takes <medicine>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DDI-MAOI" stays silent

      Examples:
        | medicine                                   |
        | "sertraline" (RxNorm 36437)                |
        | "amitriptyline" (RxNorm 704)               |
        | "phenelzine" (RxNorm 8123), cancelled      |
        | "phenelzine" (RxNorm 8123), entered in error |
        | "phenelzine" (RxNorm 8123), as a proposal  |
        | "phenelzine" (RxNorm 8123), ordered 2 years ago |

    Scenario: Topical ketamine
      Given she takes "phenelzine" (RxNorm 8123)
      When the clinician signs an order for "ketamine 10 % cream", topical
      Then rule "KET-DDI-MAOI" stays silent

    Scenario: Ordered for an anaesthetic
      Given she takes "phenelzine" (RxNorm 8123)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for "general anaesthesia" (SNOMED 274507007)
      Then rule "KET-DDI-MAOI" stays silent

  Rule: What is not known is not safe

    Scenario: Medications were not loaded
      Given the medications were not loaded
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DDI-MAOI" is not evaluated because "MedicationRequest" is missing

    Scenario: A course of linezolid is completed, and nobody wrote when
      Given she takes "linezolid" (RxNorm 190376), completed
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DDI-MAOI" is not evaluated because "the last dose" is missing
