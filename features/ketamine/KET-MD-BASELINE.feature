@KET-MD-BASELINE
Feature: What is missing before ketamine
  Without blood pressure, a weight where the dose needs it, an allergy list that was looked at and a reason on the order,
  other checks stay silent, and silence would look like clearance.

  Background:
    Given the service date is 2026-11-20 at 09:00
    And a 40-year-old man

  Rule: Everything is there

    Scenario: Nothing is missing
      Given his blood pressure is 124/78 mmHg, 2 hours ago
      And he weighs 80 kg
      And he has no known allergies
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, 0.5 mg/kg, over 40 minutes, for an outpatient, for "Depression" (ICD-10-CM F33.2)
      Then rule "KET-MD-BASELINE" stays silent

    Scenario: A fixed dose of esketamine needs no weight
      Given his blood pressure is 124/78 mmHg, 2 hours ago
      And he is allergic to "penicillin" (RxNorm 70618)
      When the clinician signs an order for "esketamine" (RxNorm 2119365), nasal, 56 mg, for an outpatient, for "Depression" (ICD-10-CM F33.2)
      Then rule "KET-MD-BASELINE" stays silent

  Rule: What is missing speaks, and is named

    Scenario: Everything is missing
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, 0.5 mg/kg, over 40 minutes, for an outpatient
      Then a warning card "KET-MD-BASELINE" is shown
      And the card "KET-MD-BASELINE" says "Blood pressure panel with all children optional, none within 24 hours"
      And the card "KET-MD-BASELINE" says "Body weight, none within 90 days"
      And the card "KET-MD-BASELINE" says "Allergy list, nothing recorded"
      And the card "KET-MD-BASELINE" says "no reason stated"
      And the card "KET-MD-BASELINE" rests on "the patient"
      And the card "KET-MD-BASELINE" rests on "ketamine"
      And the card "KET-MD-BASELINE" offers to order (LOINC 85354-9)
      And the card "KET-MD-BASELINE" offers to order (LOINC 29463-7)
      And the card "KET-MD-BASELINE" does not offer to remove the order
      And the card "KET-MD-BASELINE" may be overridden because "already-done-outside"
      And the card "KET-MD-BASELINE" cites evidence "E15"
      And the card "KET-MD-BASELINE" says "not a clearance"

    Scenario Outline: Blood pressure <time> ago
      Given his blood pressure is 124/78 mmHg, <time> ago
      And he has no known allergies
      When the clinician selects an order for "esketamine" (RxNorm 2119365), nasal, 56 mg, for an outpatient, for "Depression" (ICD-10-CM F33.2)
      Then rule "KET-MD-BASELINE" <says>

      Examples: 24 hours
        | time         | says              |
        | 23 hours     | stays silent      |
        | 24 hours     | stays silent      |
        | 1441 minutes | speaks as warning |

    Scenario Outline: A blood pressure that <what>
      Given his blood pressure is 124/78 mmHg, <detail>
      And he has no known allergies
      When the clinician signs an order for "esketamine" (RxNorm 2119365), nasal, 56 mg, for an outpatient, for "Depression" (ICD-10-CM F33.2)
      Then rule "KET-MD-BASELINE" speaks as warning

      Examples: is none
        | what             | detail           |
        | has no time      | without a date   |
        | was made in error | entered in error |
        | is preliminary   | preliminary      |
        | is of tomorrow   | 3 days from now  |

    Scenario: The card says that a reading without a time does not count
      Given his blood pressure is 124/78 mmHg, without a date
      When the clinician signs an order for "esketamine" (RxNorm 2119365), nasal, 56 mg, for an outpatient
      Then the card "KET-MD-BASELINE" says "one without a time does not count"

    Scenario Outline: A dose of <dose>, <route>, without a weight
      Given his blood pressure is 124/78 mmHg, 2 hours ago
      And he has no known allergies
      When the clinician signs an order for "<drug>" (RxNorm <code>), <route>, <dose>, for an outpatient, for "Depression" (ICD-10-CM F33.2)
      Then rule "KET-MD-BASELINE" <says>

      Examples: per kilogram, or held against it by a dose rule
        | drug       | code    | route         | dose                    | says              |
        | ketamine   | 6130    | intravenous   | 0.5 mg/kg               | speaks as warning |
        | ketamine   | 6130    | intravenous   | at 0.3 mg/kg/h          | speaks as warning |
        | ketamine   | 6130    | intravenous   | at 5 ug/kg/min          | speaks as warning |
        | ketamine   | 6130    | intravenous   | 40 mg                   | speaks as warning |
        | ketamine   | 6130    | intramuscular | 40 mg                   | speaks as warning |
        | ketamine   | 6130    | subcutaneous  | 40 mg                   | speaks as warning |
        | ketamine   | 6130    | oral          | 40 mg                   | speaks as warning |
        | ketamine   | 6130    | nasal         | 40 mg                   | stays silent      |
        | ketamine   | 6130    | nasal         | 0.5 mg/kg               | speaks as warning |
        | esketamine | 2119365 | nasal         | 56 mg                   | stays silent      |
        | esketamine | 2119365 | intravenous   | 0.25 mg/kg              | speaks as warning |

    Scenario: A session ordered as a service needs no weight
      Given his blood pressure is 124/78 mmHg, 2 hours ago
      And he has no known allergies
      When the clinician signs an order for the service "Esketamine session" (HCPCS G2083), for "Depression" (ICD-10-CM F33.2)
      Then rule "KET-MD-BASELINE" stays silent

    Scenario Outline: Weighed <days> days ago
      Given his blood pressure is 124/78 mmHg, 2 hours ago
      And he has no known allergies
      And he weighs 80 kg, <days> days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, 0.5 mg/kg, for an outpatient, for "Depression" (ICD-10-CM F33.2)
      Then rule "KET-MD-BASELINE" <says>

      Examples: 90 days
        | days | says              |
        | 89   | stays silent      |
        | 90   | stays silent      |
        | 91   | speaks as warning |

    Scenario: A weight that the patient told counts
      Given his blood pressure is 124/78 mmHg, 2 hours ago
      And he has no known allergies
      And he weighs 80 kg, 3 days ago, with the note "self-reported"
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, 0.5 mg/kg, for an outpatient, for "Depression" (ICD-10-CM F33.2)
      Then rule "KET-MD-BASELINE" stays silent

    Scenario Outline: The allergy list: <list>
      Given his blood pressure is 124/78 mmHg, 2 hours ago
      And <list>
      When the clinician signs an order for "esketamine" (RxNorm 2119365), nasal, 56 mg, for an outpatient, for "Depression" (ICD-10-CM F33.2)
      Then rule "KET-MD-BASELINE" <says>

      Examples:
        | list                                                           | says              |
        | he has no known allergies                                      | stays silent      |
        | he is allergic to "penicillin" (RxNorm 70618)                  | stays silent      |
        | he is allergic to "penicillin" (RxNorm 70618), inactive        | stays silent      |
        | he is allergic to "penicillin" (RxNorm 70618), entered in error | speaks as warning |

    Scenario Outline: The reason: <reason>
      Given his blood pressure is 124/78 mmHg, 2 hours ago
      And he has no known allergies
      When the clinician signs an order for "esketamine" (RxNorm 2119365), nasal, 56 mg, for an outpatient<reason>
      Then rule "KET-MD-BASELINE" <says>

      Examples: any reason will do
        | reason                                   | says              |
        | , for "Depression" (ICD-10-CM F33.2)     | stays silent      |
        | , for "treatment-resistant depression"   | stays silent      |
        |                                          | speaks as warning |

    Scenario: When the visit starts, for a running order
      Given a running order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, for "Depression" (ICD-10-CM F33.2)
      And he has no known allergies
      When the visit starts
      Then rule "KET-MD-BASELINE" speaks as warning

  Rule: Out of scope, and not known

    Scenario: Topical ketamine
      When the clinician signs an order for "ketamine 10 % cream", topical
      Then rule "KET-MD-BASELINE" stays silent

    Scenario: Ordered for an anaesthetic
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, 1 mg/kg, for "general anaesthesia" (SNOMED 274507007)
      Then rule "KET-MD-BASELINE" stays silent

    Scenario Outline: The <kind> were not loaded, the rest is there
      Given the <kind> were not loaded
      And <rest>
      When the clinician signs an order for "esketamine" (RxNorm 2119365), nasal, 56 mg, for an outpatient, for "Depression" (ICD-10-CM F33.2)
      Then rule "KET-MD-BASELINE" is not evaluated because "<missing>" is missing

      Examples:
        | kind         | rest                                           | missing            |
        | observations | he has no known allergies                      | 85354-9            |
        | allergies    | his blood pressure is 124/78 mmHg, 2 hours ago | AllergyIntolerance |
