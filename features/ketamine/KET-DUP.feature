@KET-DUP
Feature: Ketamine or esketamine ordered twice
  Two orders at once double the dose, and may be a sign of diversion.

  Background:
    Given the service date is 2026-11-20 at 09:00
    And a 45-year-old man

  Rule: Another order or a recent dose is a warning

    Scenario: Another order runs
      Given a running order for "ketamine troche 50 mg" (RxNorm 6130), buccal, for an outpatient, by "Dr Adams"
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, by "Dr Adams"
      Then rule "KET-DUP" speaks as warning
      And the card "KET-DUP" is about the order for "ketamine"
      And the card "KET-DUP" rests on "ketamine troche 50 mg"
      And the card "KET-DUP" says "cancel the older order"
      And the card "KET-DUP" says "prescription monitoring programme"
      And the card "KET-DUP" does not offer to remove the order
      And the card "KET-DUP" offers "Check the prescription monitoring programme"
      And the card "KET-DUP" offers "Ask pharmacy to reconcile the orders"
      And the card "KET-DUP" may be overridden because "dose-verified"
      And the card "KET-DUP" cites evidence "KET-DUPLICATE-PRACTICE"

    Scenario Outline: Given <when>
      Given he was given "ketamine" (RxNorm 6130), intravenous, <when>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DUP" <says>

      Examples: 24 hours
        | when                         | says              |
        | 3 hours ago                  | speaks as warning |
        | 24 hours ago                 | speaks as warning |
        | 1441 minutes ago             | stays silent      |
        | 3 days ago                   | stays silent      |
        | 1 hour ago, being given now  | speaks as warning |
        | 1 hour ago, not given        | stays silent      |
        | 1 hour ago, entered in error | stays silent      |

    Scenario: By his own word he gets it elsewhere
      Given he says that he takes "ketamine lozenge 100 mg"
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DUP" speaks as warning

    Scenario: A cream runs, and a drip is ordered
      Given a running order for "ketamine 10 % cream", topical
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DUP" speaks as warning

    Scenario: A second cream
      Given a running order for "ketamine 10 % cream", topical
      When the clinician signs an order for "ketamine 5 % gel", topical
      Then rule "KET-DUP" speaks as warning

    Scenario: Two drafts of one request see each other
      Given an order for "ketamine bolus" (RxNorm 6130), intravenous, for an outpatient
      And an order for "ketamine infusion" (RxNorm 6130), intravenous, for an outpatient
      When the clinician signs the orders
      Then rule "KET-DUP" speaks as warning
      And the card "KET-DUP" is about the order for "ketamine bolus"
      And the card "KET-DUP" is about the order for "ketamine infusion"
      And the card "KET-DUP" rests on "ketamine bolus"
      And the card "KET-DUP" rests on "ketamine infusion"

    Scenario: One of two drafts is picked
      Given an order for "ketamine bolus" (RxNorm 6130), intravenous, for an outpatient
      And an order for "ketamine infusion" (RxNorm 6130), intravenous, for an outpatient
      When the clinician selects the order for "ketamine bolus"
      Then rule "KET-DUP" speaks as warning
      And the card "KET-DUP" is about the order for "ketamine bolus"
      And the card "KET-DUP" rests on "ketamine infusion"

  Rule: Ketamine and esketamine together are critical

    Scenario: Esketamine for somebody on ketamine
      Given a running order for "ketamine troche 50 mg" (RxNorm 6130), buccal, for an outpatient, by "Dr Adams"
      When the clinician signs an order for "esketamine" (RxNorm 2119365), nasal, for an outpatient, by "Dr Adams"
      Then rule "KET-DUP" speaks as critical
      And the card "KET-DUP" rests on "ketamine troche 50 mg"
      And the card "KET-DUP" says "Esketamine is half of ketamine"
      And the card "KET-DUP" says "keep one of the two"

    Scenario Outline: The other way round, <what>
      Given <fact>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DUP" speaks as critical

      Examples:
        | what              | fact                                                             |
        | ordered           | a running order for "esketamine" (RxNorm 2119365), nasal         |
        | given this morning | he was given "Spravato", nasal, 3 hours ago                     |
        | in the same request | an order for "esketamine" (RxNorm 2119365), nasal              |

    Scenario: An esketamine visit for somebody on ketamine
      Given a running order for "ketamine troche 50 mg" (RxNorm 6130), buccal, for an outpatient
      When the clinician signs an order for the service "esketamine visit" (HCPCS G2082)
      Then rule "KET-DUP" speaks as critical

    Scenario: A ketamine cream beside esketamine is a warning
      Given a running order for "ketamine 10 % cream", topical, by "Dr Adams"
      When the clinician signs an order for "esketamine" (RxNorm 2119365), nasal, for an outpatient, by "Dr Brown"
      Then rule "KET-DUP" speaks as warning

    Scenario: A ketamine cream for somebody on esketamine is a warning
      Given a running order for "esketamine" (RxNorm 2119365), nasal, for an outpatient, by "Dr Adams"
      When the clinician signs an order for "ketamine 10 % cream", topical, by "Dr Brown"
      Then rule "KET-DUP" speaks as warning

  Rule: Two prescribers within 30 days are critical

    Scenario: Somebody else's order runs
      Given a running order for "ketamine lozenge" (RxNorm 6130), buccal, for the community, by "Dr Adams"
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, by "Dr Brown"
      Then rule "KET-DUP" speaks as critical
      And the card "KET-DUP" rests on "ketamine lozenge"
      And the card "KET-DUP" says "may be a sign of diversion"
      And the card "KET-DUP" says "call the other prescriber"

    Scenario Outline: Somebody else's order ended <when>
      Given a running order for "ketamine lozenge" (RxNorm 6130), buccal, by "Dr Adams", completed, until <when>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, by "Dr Brown"
      Then rule "KET-DUP" <says>

      Examples: 30 days, the last one included
        | when        | says               |
        | 29 days ago | speaks as critical |
        | 30 days ago | speaks as critical |
        | 31 days ago | stays silent       |

    Scenario: The same prescriber's last order ended last week
      Given a running order for "ketamine" (RxNorm 6130), intravenous, by "Dr Adams", completed, until 7 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, by "Dr Adams"
      Then rule "KET-DUP" stays silent

    Scenario: Two others ordered it, and who orders now is not said
      Given a running order for "ketamine lozenge" (RxNorm 6130), buccal, by "Dr Adams"
      And a running order for "ketamine nasal spray" (RxNorm 6130), nasal, by "Dr Clark", completed, until 10 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DUP" speaks as critical
      And the card "KET-DUP" rests on "ketamine lozenge"
      And the card "KET-DUP" rests on "ketamine nasal spray"

    Scenario: Who orders now is not said, and one other ordered it
      Given a running order for "ketamine lozenge" (RxNorm 6130), buccal, by "Dr Adams"
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DUP" speaks as warning
      And the card "KET-DUP" says "could make this stronger: who ordered"

    Scenario: Who ordered the other one is not known
      Given a running order for "ketamine lozenge" (RxNorm 6130), buccal
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, by "Dr Brown"
      Then rule "KET-DUP" speaks as warning
      And the card "KET-DUP" says "could make this stronger: who ordered"

    Scenario: A dose of last week tells nothing of prescribers
      Given he was given "ketamine" (RxNorm 6130), intravenous, 7 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, by "Dr Brown"
      Then rule "KET-DUP" stays silent

  Rule: What is no duplicate

    Scenario: The order replaces the one that runs
      Given a running order for "ketamine 25 mg" (RxNorm 6130), buccal, by "Dr Adams"
      When the clinician signs an order for "ketamine 50 mg" (RxNorm 6130), buccal, by "Dr Brown", in place of the order for "ketamine 25 mg"
      Then rule "KET-DUP" stays silent

    Scenario: Esketamine takes the place of ketamine
      Given a running order for "ketamine 25 mg" (RxNorm 6130), buccal, by "Dr Adams"
      When the clinician signs an order for "esketamine" (RxNorm 2119365), nasal, by "Dr Adams", in place of the order for "ketamine 25 mg"
      Then rule "KET-DUP" stays silent

    Scenario: Ketamine takes the place of esketamine
      Given a running order for "esketamine" (RxNorm 2119365), nasal, by "Dr Adams"
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, by "Dr Adams", in place of the order for "esketamine"
      Then rule "KET-DUP" stays silent

    Scenario: One is replaced, and another runs as well
      Given a running order for "ketamine 25 mg" (RxNorm 6130), buccal, by "Dr Adams"
      And a running order for "ketamine nasal spray" (RxNorm 6130), nasal, by "Dr Adams"
      When the clinician signs an order for "ketamine 50 mg" (RxNorm 6130), buccal, by "Dr Adams", in place of the order for "ketamine 25 mg"
      Then rule "KET-DUP" speaks as warning
      And the card "KET-DUP" rests on "ketamine nasal spray"
      And the card "KET-DUP" does not rest on "ketamine 25 mg"

    Scenario: An esketamine order and its visit are one thing
      Given an order for "esketamine" (RxNorm 2119365), nasal, for an outpatient
      And an order for the service "esketamine visit" (HCPCS G2082)
      When the clinician signs the orders
      Then rule "KET-DUP" stays silent

    Scenario: Only one order
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, by "Dr Brown"
      Then rule "KET-DUP" stays silent

    Scenario Outline: The other order <status>
      Given a running order for "ketamine lozenge" (RxNorm 6130), buccal, by "Dr Adams", <status>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, by "Dr Adams"
      Then rule "KET-DUP" stays silent

      Examples:
        | status                |
        | stopped               |
        | on hold               |
        | completed             |
        | cancelled             |
        | entered in error      |
        | as a plan             |
        | as a proposal         |
        | marked do not perform |
        | ordered 2 years ago   |

    Scenario Outline: He takes <medicine>, which is another drug
      Given he takes <medicine>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DUP" stays silent

      Examples:
        | medicine                      |
        | "ketorolac" (RxNorm 35827)    |
        | "ketoconazole" (RxNorm 6135)  |
        | "ketotifen" (RxNorm 6146)     |

    Scenario: Another patient's order is left out, and the answer is not whole
      Given a running order for "ketamine" (RxNorm 6130), intravenous, of another patient
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DUP" is not evaluated because "MedicationRequest" is missing

    Scenario: Ordered for an anaesthetic
      Given a running order for "ketamine lozenge" (RxNorm 6130), buccal
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for "general anaesthesia" (SNOMED 274507007)
      Then rule "KET-DUP" stays silent

  Rule: What is not known is not safe

    Scenario Outline: The <kind> were not loaded
      Given the <kind> were not loaded
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DUP" is not evaluated because "<missing>" is missing

      Examples:
        | kind                       | missing                  |
        | medications                | MedicationRequest        |
        | medication statements      | MedicationStatement      |
        | medication administrations | MedicationAdministration |

    Scenario: Somebody else's order was stopped, and nobody wrote when
      Given a running order for "ketamine lozenge" (RxNorm 6130), buccal, by "Dr Adams", stopped
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, by "Dr Brown"
      Then rule "KET-DUP" is not evaluated because "the last dose" is missing
