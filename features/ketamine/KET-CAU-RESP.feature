@KET-CAU-RESP
Feature: Breathing disease or low oxygen saturation and ketamine
  Ketamine sedates, and the airway may close. Home use, an opioid or a benzodiazepine make it worse. A saturation with
  oxygen being given says nothing of room air.

  Background:
    Given the service date is 2026-11-20 at 09:00
    And a 61-year-old man

  Rule: A breathing disease

    Scenario: Sleep apnoea
      Given he has "Obstructive sleep apnoea" (ICD-10-CM G47.33)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-CAU-RESP" speaks as warning
      And the card "KET-CAU-RESP" rests on "Obstructive sleep apnoea"
      And the card "KET-CAU-RESP" says "boxed warning"
      And the card "KET-CAU-RESP" offers "Order pulse oximetry for the session"
      And the card "KET-CAU-RESP" offers "Ask anaesthesia"
      And the card "KET-CAU-RESP" does not offer to remove the order
      And the card "KET-CAU-RESP" may be overridden because "monitoring-in-place"
      And the card "KET-CAU-RESP" cites evidence "E15"
      And the card "KET-CAU-RESP" cites evidence "E33"

    Scenario Outline: <problem>
      Given he has <problem>
      When the clinician selects an order for "esketamine" (RxNorm 2119365), nasal, for an outpatient
      Then rule "KET-CAU-RESP" speaks as warning

      Examples:
        | problem                                                          |
        | "Obstructive sleep apnea syndrome" (SNOMED 78275009)             |
        | "Central sleep apnea syndrome" (SNOMED 27405005)                 |
        | "Chronic obstructive lung disease" (SNOMED 13645005)             |
        | "Respiratory failure" (SNOMED 409622000)                         |
        | "Chronic respiratory failure" (ICD-10-CM J96.10)                 |
        | "COPD with acute exacerbation" (ICD-10-CM J44.1)                 |

    Scenario Outline: An entry that is <status>
      Given he has "COPD" (ICD-10-CM J44.9), <status>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-CAU-RESP" <says>

      Examples:
        | status           | says              |
        | recurred         | speaks as warning |
        | resolved         | stays silent      |
        | inactive         | stays silent      |
        | refuted          | stays silent      |
        | entered in error | stays silent      |
        | provisional      | speaks as info    |

    Scenario Outline: <what> is no such disease
      Given <fact>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-CAU-RESP" stays silent

      Examples:
        | what                  | fact                                                         |
        | A questionnaire       | his "STOP-Bang total score" is 5 {score}                     |
        | Asthma                | he has "Asthma" (ICD-10-CM J45.909)                          |
        | His brother's apnoea  | his brother has "Sleep apnoea" (ICD-10-CM G47.33)            |

    Scenario: When the visit starts, for a running order
      Given a running order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      And he has "COPD" (ICD-10-CM J44.9)
      When the visit starts
      Then rule "KET-CAU-RESP" speaks as warning

  Rule: Home use or another sedating drug makes it critical

    Scenario Outline: <order>
      Given he has "Obstructive sleep apnoea" (ICD-10-CM G47.33)
      When the clinician signs an order for <order>
      Then rule "KET-CAU-RESP" speaks as <indicator>

      Examples:
        | order                                                     | indicator |
        | "ketamine" (RxNorm 6130), sublingual, for the community   | critical  |
        | "ketamine" (RxNorm 6130), sublingual, for an outpatient   | warning   |

    Scenario Outline: He takes <medicine>
      Given he has "COPD" (ICD-10-CM J44.9)
      And he takes <medicine>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-CAU-RESP" speaks as <indicator>

      Examples:
        | medicine                              | indicator |
        | "oxycodone" (RxNorm 7804)             | critical  |
        | "lorazepam" (RxNorm 6470)             | critical  |
        | "oxycodone" (RxNorm 7804), stopped    | warning   |
        | "gabapentin" (RxNorm 25480)           | warning   |
        | "morphine 0.2 % gel" (RxNorm 7052), topical | warning |

    Scenario: What the critical card says
      Given he has "COPD" (ICD-10-CM J44.9)
      And he takes "oxycodone" (RxNorm 7804)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-CAU-RESP" speaks as critical
      And the card "KET-CAU-RESP" rests on "oxycodone"
      And the card "KET-CAU-RESP" says "do not stop buprenorphine"

  Rule: A low oxygen saturation

    Scenario Outline: <value> %
      Given his "Oxygen saturation" (LOINC <code>) is <value> %, 1 hour ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-CAU-RESP" <says>

      Examples: 92 % counts
        | code    | value | says              |
        | 59408-5 | 91    | speaks as warning |
        | 59408-5 | 92    | speaks as warning |
        | 59408-5 | 93    | stays silent      |
        | 2708-6  | 92    | speaks as warning |
        | 2708-6  | 93    | stays silent      |

    Scenario Outline: 90 %, <time> ago
      Given his "Oxygen saturation" (LOINC 59408-5) is 90 %, <time> ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-CAU-RESP" <says>

      Examples: 24 hours
        | time         | says              |
        | 23 hours     | speaks as warning |
        | 24 hours     | speaks as warning |
        | 1441 minutes | stays silent      |

    Scenario: The newest reading counts
      Given his "Oxygen saturation" (LOINC 59408-5) is 90 %, 3 hours ago
      And his "Oxygen saturation" (LOINC 59408-5) is 97 %, 1 hour ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-CAU-RESP" stays silent

    Scenario Outline: With oxygen, <saturation> %: <told>
      Given his "Oxygen saturation" (LOINC 59408-5) is <saturation> %, 60 minutes ago<detail>
      And his "<told>" is 2 L/min, <minutes> minutes ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-CAU-RESP" <says>

      Examples: within an hour of it, whatever the value
        | saturation | detail                           | told                     | minutes | says                                         |
        | 90         |                                  | Inhaled oxygen flow rate | 60      | is not evaluated because "oxygen" is missing |
        | 97         |                                  | Inhaled oxygen flow rate | 60      | is not evaluated because "oxygen" is missing |
        | 90         |                                  | Inhaled oxygen flow rate | 0       | is not evaluated because "oxygen" is missing |
        | 90         |                                  | Inhaled oxygen flow rate | 120     | is not evaluated because "oxygen" is missing |
        | 90         |                                  | Inhaled oxygen flow rate | 121     | speaks as warning                            |
        | 90         | , with the note "nasal cannula"  | Something else           | 60      | is not evaluated because "cannula" is missing |
        | 90         | , with the note "on room air"    | Something else           | 60      | speaks as warning                            |

    Scenario Outline: Room air by its number: "<told>" is <amount>
      Given his "Oxygen saturation" (LOINC 59408-5) is 90 %, 60 minutes ago
      And his "<told>" is <amount>, 60 minutes ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-CAU-RESP" <says>

      Examples:
        | told                         | amount    | says                                         |
        | Inhaled oxygen concentration | 21 %      | speaks as warning                            |
        | Inhaled oxygen concentration | 22 %      | is not evaluated because "oxygen" is missing |
        | Inhaled oxygen flow rate     | 0 L/min   | speaks as warning                            |
        | Inhaled oxygen flow rate     | 0.5 L/min | is not evaluated because "oxygen" is missing |

    Scenario: With oxygen, and a breathing disease besides
      Given he has "COPD" (ICD-10-CM J44.9)
      And his "Oxygen saturation" (LOINC 59408-5) is 90 %, 1 hour ago, with the note "nasal cannula 2 L"
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-CAU-RESP" speaks as warning

    Scenario: A heart rate is no saturation
      Given his "Heart rate" (LOINC 8867-4) is 58 /min, 1 hour ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-CAU-RESP" stays silent

  Rule: Out of scope, and not known

    Scenario: Topical ketamine
      Given he has "COPD" (ICD-10-CM J44.9)
      When the clinician signs an order for "ketamine 10 % cream", topical
      Then rule "KET-CAU-RESP" stays silent

    Scenario Outline: The <kind> were not loaded
      Given the <kind> were not loaded
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-CAU-RESP" is not evaluated because "<missing>" is missing

      Examples:
        | kind         | missing     |
        | conditions   | Condition   |
        | observations | Observation |

    Scenario: Medicines were not loaded: the warning stands
      Given the medications were not loaded
      And he has "COPD" (ICD-10-CM J44.9)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-CAU-RESP" speaks as warning
      And the card "KET-CAU-RESP" says "MedicationRequest"

    Scenario: A saturation without a unit
      Given his "Oxygen saturation" (LOINC 59408-5) is 90 without a unit, 1 hour ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-CAU-RESP" is not evaluated because "59408-5" is missing
