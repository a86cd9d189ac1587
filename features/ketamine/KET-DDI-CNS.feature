@KET-DDI-CNS
Feature: Ketamine with a sedating drug or alcohol
  Labels warn of profound sedation and breathing that slows when ketamine meets other depressants.

  Background:
    Given the service date is 2026-11-20 at 09:00
    And a 45-year-old man

  Rule: One sedating drug is a warning

    Scenario: A benzodiazepine
      Given he takes "lorazepam 1 MG Oral Tablet" (RxNorm 197901)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, 0.5 mg/kg, over 40 minutes, for an outpatient
      Then a warning card "KET-DDI-CNS" is shown
      And exactly 1 card is shown
      And the card "KET-DDI-CNS" is about the order for "ketamine"
      And the card "KET-DDI-CNS" rests on "lorazepam 1 MG Oral Tablet"
      And the card "KET-DDI-CNS" does not offer to remove the order
      And the card "KET-DDI-CNS" offers "Order longer monitoring after the session"
      And the card "KET-DDI-CNS" says "Never stop a benzodiazepine abruptly"
      And the card "KET-DDI-CNS" may be overridden because "monitoring-in-place"
      And the card "KET-DDI-CNS" may be overridden because "dose-verified"
      And the card "KET-DDI-CNS" may be overridden because "palliative-intent"
      And the card "KET-DDI-CNS" cites evidence "E33"
      And the card "KET-DDI-CNS" cites evidence "E15"

    Scenario Outline: He takes <medicine>
      Given he takes <medicine>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DDI-CNS" speaks as warning

      Examples: benzodiazepines
        | medicine                                             |
        | "midazolam" (RxNorm 6960)                            |
        | "diazepam 5 MG Oral Tablet" (RxNorm 197591)          |
        | "lorazepam 1 MG Oral Tablet [Ativan]" (RxNorm 104719) |
        | "midazolam 50 MG/ML Nasal Spray" (RxNorm 2173494), nasal |
        | "Xanax 0.5 mg"                                       |

      Examples: opioids
        | medicine                                             |
        | "morphine" (RxNorm 7052)                             |
        | "Acetaminophen 325 MG / Oxycodone Hydrochloride 5 MG Oral Tablet" (RxNorm 1049221) |
        | "Percocet"                                           |
        | "tramadol" (RxNorm 10689)                            |
        | "fentanyl 25 MCG/HR Transdermal System", by the route "transdermal" |
        | "morphine intrathecal pump", by the route "intrathecal" |

      Examples: other depressants
        | medicine                                             |
        | "zolpidem" (RxNorm 39993)                            |
        | "gabapentin 300 MG Oral Capsule"                     |
        | "pregabalin" (RxNorm 187832)                         |
        | "sodium oxybate"                                     |

    Scenario: By name only, and the card says so
      Given he takes "Percocet 5/325"
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then the card "KET-DDI-CNS" matched "Percocet 5/325" by name
      And the card "KET-DDI-CNS" says "matched by name, verify"

    Scenario: Buprenorphine for opioid use disorder is not to be stopped
      Given he takes "Buprenorphine 2 MG / Naloxone 0.5 MG Sublingual Film" (RxNorm 1010600), sublingual
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then a warning card "KET-DDI-CNS" is shown
      And the card "KET-DDI-CNS" says "do not stop buprenorphine or methadone"

  Rule: Two kinds of them, ketamine at home, or alcohol are critical

    Scenario: An opioid and a benzodiazepine
      Given he takes "oxycodone" (RxNorm 7804)
      And he takes "lorazepam" (RxNorm 6470)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then a critical card "KET-DDI-CNS" is shown
      And the card "KET-DDI-CNS" rests on "oxycodone"
      And the card "KET-DDI-CNS" rests on "lorazepam"
      And the card "KET-DDI-CNS" offers to remove the order for "ketamine"
      And the card "KET-DDI-CNS" says "naloxone"

    Scenario: Two benzodiazepines are one kind
      Given he takes "diazepam" (RxNorm 3322)
      And he takes "lorazepam" (RxNorm 6470)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DDI-CNS" speaks as warning

    Scenario: An opioid and gabapentin are not the pair the label names
      Given he takes "oxycodone" (RxNorm 7804)
      And he takes "gabapentin" (RxNorm 25480)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DDI-CNS" speaks as warning

    Scenario Outline: He takes <one> and <other>: only one of the two sedates
      Given he takes <one>
      And he takes <other>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DDI-CNS" speaks as warning

      Examples: what stays on the skin or where it is put is no second kind
        | one                         | other                                          |
        | "lorazepam" (RxNorm 6470)   | "morphine 0.2 % gel" (RxNorm 7052), topical    |
        | "lorazepam" (RxNorm 6470)   | "morphine periodontal gel" (RxNorm 7052)       |
        | "oxycodone" (RxNorm 7804)   | "diazepam 5 % cream" (RxNorm 3322), topical    |
        | "oxycodone" (RxNorm 7804)   | "diazepam" (RxNorm 3322), by the route "vaginal" |

    Scenario Outline: At home with <medicine>
      Given he takes <medicine>
      When the clinician signs an order for "ketamine" (RxNorm 6130), oral, for the community
      Then rule "KET-DDI-CNS" speaks as critical

      Examples: any kind of them
        | medicine                    |
        | "oxycodone" (RxNorm 7804)   |
        | "lorazepam" (RxNorm 6470)   |
        | "gabapentin" (RxNorm 25480) |

    Scenario Outline: At home <without>
      Given he takes <medicine>
      When the clinician signs an order for "ketamine" (RxNorm 6130), oral, for the community
      Then rule "KET-DDI-CNS" stays silent

      Examples:
        | without                     | medicine                                     |
        | with a drug that does not sedate | "sertraline" (RxNorm 36437)             |
        | with a cream                | "baclofen 2 % cream" (RxNorm 1292), topical  |
        | with a vaginal gel          | "baclofen vaginal gel" (RxNorm 1292)         |

    Scenario Outline: The ketamine is meant <for>
      Given he takes "lorazepam" (RxNorm 6470)
      When the clinician signs an order for "ketamine" (RxNorm 6130), <for>
      Then rule "KET-DDI-CNS" speaks as <indicator>

      Examples: at home nobody watches
        | for                       | indicator |
        | oral, for the community   | critical  |
        | oral, for the discharge   | critical  |
        | oral, with 2 refills      | critical  |
        | oral, for an outpatient   | warning   |
        | intravenous, for an inpatient | warning |

    Scenario: Where the ketamine is meant is not known
      Given he takes "lorazepam" (RxNorm 6470)
      When the clinician signs an order for "ketamine" (RxNorm 6130), oral
      Then rule "KET-DDI-CNS" speaks as warning
      And the card "KET-DDI-CNS" says "could make this stronger: the setting"

    Scenario: By video visit it is at home
      Given the visit is a virtual visit
      And he takes "lorazepam" (RxNorm 6470)
      When the clinician signs an order for "ketamine" (RxNorm 6130), oral, in this visit
      Then rule "KET-DDI-CNS" speaks as critical

    Scenario Outline: Acute alcohol intoxication recorded <when>
      Given he has "Acute alcohol intoxication" (SNOMED 1149333003), recorded <when>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DDI-CNS" <says>

      Examples: 24 hours
        | when          | says               |
        | 1 hour ago    | speaks as critical |
        | 23 hours ago  | speaks as critical |
        | 24 hours ago  | speaks as critical |
        | 1441 minutes ago | stays silent    |
        | 3 days ago    | stays silent       |

    Scenario: Alcohol dependence is not intoxication
      Given he has "Alcohol dependence" (ICD-10-CM F10.20)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DDI-CNS" stays silent

  Rule: Exposed is exposed, however it is written

    Scenario Outline: Ordered <when>
      Given he takes "lorazepam" (RxNorm 6470), ordered <when>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DDI-CNS" <says>

      Examples: an active order counts for 12 months
        | when         | says              |
        | 364 days ago | speaks as warning |
        | 365 days ago | speaks as warning |
        | 366 days ago | stays silent      |

    Scenario: An old order of a drug that is still given
      Given he takes "lorazepam" (RxNorm 6470), ordered 2 years ago
      And he says that he takes "lorazepam" (RxNorm 6470)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DDI-CNS" speaks as warning

    Scenario: By the patient's own word
      Given he says that he takes "zolpidem" (RxNorm 39993)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DDI-CNS" speaks as warning

    Scenario Outline: Given <when>
      Given he was given "midazolam" (RxNorm 6960), <when>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DDI-CNS" <says>

      Examples: 24 hours
        | when                   | says              |
        | 23 hours ago           | speaks as warning |
        | 24 hours ago           | speaks as warning |
        | 25 hours ago           | stays silent      |
        | 1 hour ago, being given now | speaks as warning |
        | 1 hour ago, not given  | stays silent      |
        | 1 hour ago, entered in error | stays silent |

    Scenario Outline: Ordered <until>
      Given he takes "lorazepam" (RxNorm 6470), <until>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DDI-CNS" <says>

      Examples:
        | until                       | says              |
        | until 3 days from now       | speaks as warning |
        | until 3 days ago            | stays silent      |
        | supplied until 1 week from now | speaks as warning |
        | supplied until 3 days ago   | stays silent      |

    Scenario: Ordered together with the ketamine
      Given an order for "lorazepam 1 MG Oral Tablet" (RxNorm 197901)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DDI-CNS" speaks as warning
      And the card "KET-DDI-CNS" is about the order for "ketamine"
      And exactly 1 card is shown

  Rule: It holds both ways

    Scenario: A benzodiazepine is ordered for somebody on ketamine
      Given a running order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      When the clinician signs an order for "lorazepam 1 MG Oral Tablet" (RxNorm 197901)
      Then a warning card "KET-DDI-CNS" is shown
      And the card "KET-DDI-CNS" is about the order for "lorazepam 1 MG Oral Tablet"
      And exactly 1 card is shown

    Scenario: An opioid is ordered for somebody on ketamine and a benzodiazepine
      Given a running order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      And he takes "lorazepam" (RxNorm 6470)
      When the clinician signs an order for "oxycodone" (RxNorm 7804)
      Then a critical card "KET-DDI-CNS" is shown
      And the card "KET-DDI-CNS" offers to remove the order for "oxycodone"

    Scenario: A benzodiazepine is ordered for somebody who takes ketamine at home
      Given a running order for "ketamine troche 50 mg" (RxNorm 6130), buccal, for the community
      When the clinician signs an order for "lorazepam" (RxNorm 6470)
      Then a critical card "KET-DDI-CNS" is shown

    Scenario Outline: A benzodiazepine is ordered, and the ketamine <no longer>
      Given a running order for "ketamine" (RxNorm 6130), intravenous, <status>
      When the clinician signs an order for "lorazepam" (RxNorm 6470)
      Then rule "KET-DDI-CNS" stays silent

      Examples:
        | no longer         | status           |
        | was stopped       | stopped          |
        | is on hold        | on hold          |
        | is completed      | completed        |
        | was cancelled     | cancelled        |
        | was a slip        | entered in error |
        | ended             | until 3 days ago |
        | was only planned  | as a plan        |

    Scenario: The benzodiazepine is selected beside a ketamine draft
      Given an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      And an order for "lorazepam" (RxNorm 6470)
      When the clinician selects the order for "lorazepam"
      Then a warning card "KET-DDI-CNS" is shown
      And the card "KET-DDI-CNS" is about the order for "lorazepam"

    Scenario: Another drug for somebody on ketamine and a benzodiazepine
      Given a running order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      And he takes "lorazepam" (RxNorm 6470)
      When the clinician signs an order for "amoxicillin" (RxNorm 723)
      Then rule "KET-DDI-CNS" stays silent

  Rule: What does not count

    Scenario: No other drugs
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DDI-CNS" stays silent

    Scenario Outline: An order that is <status>
      Given he takes "lorazepam" (RxNorm 6470), <status>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DDI-CNS" stays silent

      Examples:
        | status                |
        | stopped               |
        | on hold               |
        | completed             |
        | cancelled             |
        | entered in error      |
        | a draft elsewhere     |
        | as a plan             |
        | as a proposal         |
        | marked do not perform |

    Scenario Outline: He takes <medicine>, which sedates nobody so
      Given he takes <medicine>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DDI-CNS" stays silent

      Examples:
        | medicine                                       |
        | "naloxone" (RxNorm 7242), nasal                |
        | "naltrexone" (RxNorm 7243)                     |
        | "loperamide" (RxNorm 6468)                     |
        | "lidocaine 5 % patch" (RxNorm 6387), topical   |
        | "baclofen 2 % cream" (RxNorm 1292), topical    |
        | "baclofen vaginal gel" (RxNorm 1292)           |
        | "sertraline" (RxNorm 36437)                    |

    Scenario: Another patient's medicine is left out, and an answer that mixes patients is no whole answer
      Given he takes "lorazepam" (RxNorm 6470), of another patient
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DDI-CNS" is not evaluated because "MedicationRequest" is missing
      And the data quality notes mention "names another patient"

  Rule: Out of scope

    Scenario: Topical ketamine
      Given he takes "lorazepam" (RxNorm 6470)
      When the clinician signs an order for "ketamine 10 % cream", topical
      Then rule "KET-DDI-CNS" stays silent

    Scenario: Ordered for an anaesthetic
      Given he takes "lorazepam" (RxNorm 6470)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for "general anaesthesia" (SNOMED 274507007)
      Then rule "KET-DDI-CNS" stays silent

  Rule: What was not loaded, or cannot be named, is not known

    Scenario Outline: The <kind> were not loaded
      Given the <kind> were not loaded
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DDI-CNS" is not evaluated because "<missing>" is missing

      Examples:
        | kind                       | missing                  |
        | medications                | MedicationRequest        |
        | medication statements      | MedicationStatement      |
        | medication administrations | MedicationAdministration |
        | conditions                 | Condition                |

    Scenario: A medicine that nobody can name
      Given he takes "water pill"
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DDI-CNS" is not evaluated because "what" is missing
      And the data quality notes mention "water pill"

    Scenario: A card says how many medicines could not be checked
      Given he takes "water pill"
      And he takes "lorazepam" (RxNorm 6470)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DDI-CNS" speaks as warning
      And the response says "1 medication could not be checked"

    Scenario: One is known, the rest was not loaded
      Given he takes "oxycodone" (RxNorm 7804)
      And the medication statements were not loaded
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DDI-CNS" speaks as warning
      And the card "KET-DDI-CNS" says "could make this stronger: "
