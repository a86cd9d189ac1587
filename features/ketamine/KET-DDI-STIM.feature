@KET-DDI-STIM
Feature: Ketamine with a stimulant
  Both raise blood pressure; the esketamine label asks to watch it closely.

  Background:
    Given the service date is 2026-11-20 at 09:00
    And a 29-year-old woman

  Rule: A stimulant alone is a note

    Scenario: Methylphenidate
      Given she takes "methylphenidate" (RxNorm 6901), oral
      And her blood pressure is 118/74 mmHg, 20 minutes ago
      When the clinician signs an order for "esketamine" (RxNorm 2119365), nasal, 56 mg, for an outpatient
      Then rule "KET-DDI-STIM" speaks as info
      And the summary of the card "KET-DDI-STIM" says "methylphenidate"
      And the card "KET-DDI-STIM" is about the order for "esketamine"
      And the card "KET-DDI-STIM" rests on "methylphenidate"
      And the card "KET-DDI-STIM" says "left out on session day"
      And the card "KET-DDI-STIM" does not offer to remove the order
      And the card "KET-DDI-STIM" offers to order (LOINC 85354-9)
      And the card "KET-DDI-STIM" may be overridden because "monitoring-in-place"
      And the card "KET-DDI-STIM" cites evidence "E15"
      And the card "KET-DDI-STIM" says "closely with psychostimulants, modafinil and armodafinil"

    Scenario Outline: She takes <medicine>
      Given she takes <medicine>
      And her blood pressure is 118/74 mmHg, 20 minutes ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DDI-STIM" speaks as info

      Examples: modafinil is in the label's list; as needed is in use
        | medicine                                       |
        | "lisdexamfetamine" (RxNorm 700810)             |
        | "dextroamphetamine" (RxNorm 3288), as needed   |
        | "modafinil" (RxNorm 30125)                     |
        | "armodafinil" (RxNorm 641465)                  |
        | "Adderall 20 mg"                               |

    Scenario: What her pressure is, is not known: a note that says so
      Given she takes "methylphenidate" (RxNorm 6901)
      And the observations were not loaded
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DDI-STIM" speaks as info
      And the card "KET-DDI-STIM" says "could make this stronger: Observation"

  Rule: With high blood pressure it is a warning

    Scenario: Methylphenidate and 152/88
      Given she takes "methylphenidate" (RxNorm 6901)
      And her blood pressure is 152/88 mmHg, 20 minutes ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DDI-STIM" speaks as warning
      And the card "KET-DDI-STIM" rests on "blood pressure"
      And the card "KET-DDI-STIM" rests on "methylphenidate"
      And the card "KET-DDI-STIM" says "delay the session"

    Scenario Outline: Her pressure is <pressure>, <when>
      Given she takes "methylphenidate" (RxNorm 6901)
      And her blood pressure is <pressure> mmHg, <when>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DDI-STIM" speaks as <indicator>

      Examples: above 140 or above 90, of the last 24 hours
        | pressure | when         | indicator |
        | 139/89   | 1 hour ago   | info      |
        | 140/90   | 1 hour ago   | info      |
        | 141/90   | 1 hour ago   | warning   |
        | 140/91   | 1 hour ago   | warning   |
        | 152/96   | 24 hours ago | warning   |
        | 152/96   | 25 hours ago | info      |

    Scenario: The latest reading decides
      Given she takes "methylphenidate" (RxNorm 6901)
      And her blood pressure is 152/96 mmHg, 3 hours ago
      And her blood pressure is 124/80 mmHg, 20 minutes ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DDI-STIM" speaks as info

    Scenario: In kilopascal
      Given she takes "methylphenidate" (RxNorm 6901)
      And her blood pressure is 20/11 kPa, 20 minutes ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DDI-STIM" speaks as warning

    Scenario: High pressure without a stimulant is for another rule
      Given her blood pressure is 152/88 mmHg, 20 minutes ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DDI-STIM" stays silent

  Rule: It holds both ways

    Scenario: A stimulant is ordered for somebody on ketamine
      Given a running order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      And her blood pressure is 152/88 mmHg, 20 minutes ago
      When the clinician signs an order for "lisdexamfetamine" (RxNorm 700810)
      Then a warning card "KET-DDI-STIM" is shown
      And exactly 1 card is shown
      And the card "KET-DDI-STIM" is about the order for "lisdexamfetamine"

  Rule: What does not count

    Scenario Outline: No stimulant in use: <medicine>
      Given she takes <medicine>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DDI-STIM" stays silent

      Examples:
        | medicine                                        |
        | "atomoxetine" (RxNorm 38400)                    |
        | "caffeine" (RxNorm 1886)                        |
        | "methylphenidate" (RxNorm 6901), stopped        |
        | "methylphenidate" (RxNorm 6901), on hold        |
        | "methylphenidate" (RxNorm 6901), entered in error |
        | "methylphenidate" (RxNorm 6901), as a plan      |

    Scenario: Topical ketamine
      Given she takes "methylphenidate" (RxNorm 6901)
      When the clinician signs an order for "ketamine 10 % cream", topical
      Then rule "KET-DDI-STIM" stays silent

    Scenario: Ordered for an anaesthetic
      Given she takes "methylphenidate" (RxNorm 6901)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for "general anaesthesia" (SNOMED 274507007)
      Then rule "KET-DDI-STIM" stays silent

  Rule: What is not known is not safe

    Scenario: Medications were not loaded
      Given the medications were not loaded
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DDI-STIM" is not evaluated because "MedicationRequest" is missing
