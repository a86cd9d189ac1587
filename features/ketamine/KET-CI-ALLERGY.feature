@KET-CI-ALLERGY
Feature: Allergy to ketamine or esketamine
  Hypersensitivity is a labelled contraindication, and the two are one molecule: an allergy to one is an allergy to both.

  Background:
    Given the service date is 2026-11-20
    And a 45-year-old man

  Rule: An allergy stops the order

    Scenario: Allergic to ketamine
      Given he is allergic to "ketamine" (RxNorm 6130), with "urticaria"
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, 0.5 mg/kg, over 40 minutes
      Then a critical card "KET-CI-ALLERGY" is shown
      And exactly 1 card is shown
      And the card "KET-CI-ALLERGY" rests on "ketamine"
      And the card "KET-CI-ALLERGY" says "urticaria"
      And the card "KET-CI-ALLERGY" offers to remove the order for "ketamine"
      And the card "KET-CI-ALLERGY" offers "Refer for allergy review"
      And the card "KET-CI-ALLERGY" may be overridden because "resolved-or-wrong-entry"
      And the card "KET-CI-ALLERGY" may be overridden because "benefit-outweighs"
      And the card "KET-CI-ALLERGY" cites evidence "E15"
      And the card "KET-CI-ALLERGY" cites evidence "E33"

    Scenario Outline: Allergic to <substance>, and <order> is selected
      Given he is allergic to <substance>
      When the clinician selects an order for <order>
      Then a critical card "KET-CI-ALLERGY" is shown

      Examples: either drug, by code or by name
        | substance                              | order                                |
        | "ketamine" (RxNorm 6130)               | "esketamine" (RxNorm 2119365), nasal |
        | "esketamine" (RxNorm 2119365)          | "ketamine" (RxNorm 6130)             |
        | "Ketamine" (SNOMED 373464007)          | "ketamine" (RxNorm 6130)             |
        | "ketamine" (ATC N01AX03)               | "ketamine" (RxNorm 6130)             |
        | "Ketalar"                              | "ketamine" (RxNorm 6130)             |
        | "Spravato"                             | "ketamine" (RxNorm 6130)             |
        | "ketamine hydrochloride 50 MG/ML"      | "Spravato 56 mg", nasal              |
        | "KETAMINE (anaesthetic)"               | "ketamine" (RxNorm 6130)             |

    Scenario: The substance stands in the reaction only
      Given he is allergic to "Anaesthetics", in reaction to "ketamine" (RxNorm 6130), with "anaphylaxis"
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-ALLERGY" speaks as critical

    Scenario Outline: An entry that is <status>
      Given he is allergic to "ketamine" (RxNorm 6130), <status>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-ALLERGY" speaks as critical

      Examples: whatever is neither refuted nor over
        | status           |
        | active           |
        | without a status |
        | confirmed        |

    Scenario: An unconfirmed entry counts in full and says so
      Given he is allergic to "ketamine" (RxNorm 6130), unconfirmed
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-ALLERGY" speaks as critical
      And the card "KET-CI-ALLERGY" says "unconfirmed"

    Scenario Outline: It speaks whatever the route or the occasion: <order>
      Given he is allergic to "ketamine" (RxNorm 6130)
      When the clinician signs an order for <order>
      Then rule "KET-CI-ALLERGY" speaks as critical

      Examples: topical use and anaesthesia are not out of scope here
        | order                                                                                      |
        | "ketamine 10 % cream", topical                                                             |
        | "ketamine" (RxNorm 6130), intravenous, 100 mg, for "general anaesthesia" (SNOMED 274507007) |

  Rule: An intolerance of known effects only is a warning

    Scenario Outline: Intolerance with <effect>
      Given he is allergic to "ketamine" (RxNorm 6130), as an intolerance, with <effect>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then a warning card "KET-CI-ALLERGY" is shown
      And the card "KET-CI-ALLERGY" does not offer to remove the order

      Examples:
        | effect                          |
        | "nausea"                        |
        | "dissociation"                  |
        | "Nausea" (SNOMED 422587007)     |
        | "nausea and vomiting"           |
        | "nausea", with "dizziness"      |
        | "vomiting"                      |
        | "dissociative dysphoria"        |
        | "drowsiness"                    |
        | "sedation"                      |
        | "hallucination"                 |
        | "hallucinations"                |
        | "nightmare"                     |
        | "nightmares"                    |

    Scenario: Intolerance of esketamine
      Given he is allergic to "esketamine" (RxNorm 2119365), as an intolerance, with "dizziness"
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-ALLERGY" speaks as warning

    Scenario Outline: <entry> is more than that
      Given he is allergic to "ketamine" (RxNorm 6130), <entry>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-ALLERGY" speaks as critical

      Examples:
        | entry                                                   |
        | as an intolerance                                       |
        | as an intolerance, with "anaphylaxis"                   |
        | as an intolerance, with "nausea", with "urticaria"      |
        | as an intolerance, with "nausea and anaphylaxis"        |
        | as an allergy, with "nausea"                            |
        | with "nausea"                                           |

  Rule: What does not count

    Scenario: No allergies on the list
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-ALLERGY" stays silent

    Scenario: No known allergies, as an entry
      Given he has no known allergies
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-ALLERGY" stays silent

    Scenario Outline: <status> is no allergy now
      Given he is allergic to "ketamine" (RxNorm 6130), <status>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-ALLERGY" stays silent

      Examples:
        | status           |
        | inactive         |
        | resolved         |
        | refuted          |
        | entered in error |

    Scenario Outline: Allergic to <substance>
      Given he is allergic to <substance>, with "urticaria"
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-ALLERGY" stays silent

      Examples: near names
        | substance                     |
        | "ketorolac" (RxNorm 35827)    |
        | "ketoconazole" (RxNorm 6135)  |
        | "ketorolac"                   |
        | "Toradol"                     |
        | "norketamine"                 |
        | "penicillin" (RxNorm 7980)    |

    Scenario: Another drug is ordered
      Given he is allergic to "ketamine" (RxNorm 6130)
      When the clinician signs an order for "ketorolac" (RxNorm 35827), intramuscular
      Then rule "KET-CI-ALLERGY" stays silent

  Rule: What was not loaded, or says nothing, is not known

    Scenario: The allergy list was not loaded
      Given the allergies were not loaded
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-ALLERGY" is not evaluated because "AllergyIntolerance" is missing

    Scenario: Only a part of the list was sent
      Given only the first page of the allergies was loaded
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-ALLERGY" is not evaluated because "AllergyIntolerance" is missing

    Scenario: A part that names ketamine suffices
      Given only the first page of the allergies was loaded
      And he is allergic to "ketamine" (RxNorm 6130)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-ALLERGY" speaks as critical

    Scenario: An intolerance known while the rest was not loaded
      Given only the first page of the allergies was loaded
      And he is allergic to "ketamine" (RxNorm 6130), as an intolerance, with "nausea"
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-ALLERGY" speaks as warning
      And the card "KET-CI-ALLERGY" says "could make this stronger: AllergyIntolerance"

  Rule: Recorded while ketamine runs

    Scenario: A new allergy to ketamine
      Given a running order for "ketamine" (RxNorm 6130), intravenous
      When the clinician records an allergy to "ketamine" (RxNorm 6130)
      Then a critical card "KET-CI-ALLERGY" is shown
      And exactly 1 card is shown
      And the card "KET-CI-ALLERGY" is about the order for "ketamine"
      And the card "KET-CI-ALLERGY" does not offer to remove the order

    Scenario: A new allergy to something else
      Given he is allergic to "ketamine" (RxNorm 6130)
      And a running order for "ketamine" (RxNorm 6130), intravenous
      When the clinician records an allergy to "penicillin" (RxNorm 70618)
      Then no cards are shown

    Scenario: A refill in spite of it
      Given he is allergic to "ketamine" (RxNorm 6130)
      When a refill of "ketamine" (RxNorm 6130) is asked for, oral
      Then a critical card "KET-CI-ALLERGY" is shown
