@KET-MON-ESK-SESSION
Feature: Monitoring of an esketamine session
  Two blood pressures, pulse oximetry, a monitored visit and two hours of time belong to every session. What belongs to
  the order is based on it, or stands in the same request or visit.

  Background:
    Given the service date is 2026-11-20
    And a 45-year-old man
    And the visit is an ambulatory visit

  Rule: Something is missing

    Scenario: Nothing but the drug
      When the clinician signs an order for "esketamine" (RxNorm 2119365), nasal, 56 mg, for an outpatient, for "depression" (ICD-10-CM F33.2)
      Then a warning card "KET-MON-ESK-SESSION" is shown
      And the summary of the card "KET-MON-ESK-SESSION" says "without all of its monitoring"
      And the card "KET-MON-ESK-SESSION" says "blood pressure: 0 of 2 ordered"
      And the card "KET-MON-ESK-SESSION" says "pulse oximetry: not ordered"
      And the card "KET-MON-ESK-SESSION" says "monitored esketamine visit: not ordered"
      And the card "KET-MON-ESK-SESSION" says "appointment of 120 minutes: none found"
      And the card "KET-MON-ESK-SESSION" says "No food for two hours"
      And the card "KET-MON-ESK-SESSION" says "the next day after a restful sleep"
      And the card "KET-MON-ESK-SESSION" rests on "esketamine"
      And the card "KET-MON-ESK-SESSION" offers to order (LOINC 85354-9)
      And the card "KET-MON-ESK-SESSION" offers to order (LOINC 59408-5)
      And the card "KET-MON-ESK-SESSION" offers "Ask for a slot of two hours or more"
      And the card "KET-MON-ESK-SESSION" offers "Arrange an escort home"
      And the card "KET-MON-ESK-SESSION" does not offer to remove the order
      And the card "KET-MON-ESK-SESSION" may be overridden because "already-done-outside"
      And the card "KET-MON-ESK-SESSION" may be overridden because "monitoring-in-place"
      And the card "KET-MON-ESK-SESSION" cites evidence "E15"
      And the card "KET-MON-ESK-SESSION" cites evidence "E43"

    Scenario Outline: All but <what>
      Given a running order for the service <pressure>, in this visit
      And a running order for the service <oximetry>, in this visit
      And a running order for the service <visit>, in this visit
      And he has an appointment of <minutes> minutes <when>, described as "Esketamine session"
      When the clinician selects an order for "esketamine" (RxNorm 2119365), nasal, 56 mg, for an outpatient, for "depression" (ICD-10-CM F33.2)
      Then rule "KET-MON-ESK-SESSION" <says>

      Examples: two pressures
        | what                | pressure                               | oximetry                     | visit                             | minutes | when            | says              |
        | nothing             | "BP twice" (LOINC 85354-9)             | "SpO2" (LOINC 59408-5)       | "esketamine visit" (HCPCS G2082)  | 120     | 2 hours from now | stays silent      |
        | the second pressure | "BP" (LOINC 85354-9)                   | "SpO2" (LOINC 59408-5)       | "esketamine visit" (HCPCS G2082)  | 120     | 2 hours from now | speaks as warning |
        | nothing, in words   | "Blood pressure before and after dose" | "Continuous pulse oximetry"  | "esketamine visit" (HCPCS G2083)  | 120     | 2 hours from now | stays silent      |
        | a pressure of blood | "Blood gas, twice"                     | "SpO2" (LOINC 59408-5)       | "esketamine visit" (HCPCS G2082)  | 120     | 2 hours from now | speaks as warning |

      Examples: pulse oximetry
        | what                | pressure                   | oximetry                         | visit                            | minutes | when             | says              |
        | oximetry            | "BP twice" (LOINC 85354-9) | "Heart rate" (LOINC 8867-4)      | "esketamine visit" (HCPCS G2082) | 120     | 2 hours from now | speaks as warning |
        | nothing, older code | "BP twice" (LOINC 85354-9) | "Oxygen" (LOINC 2708-6)          | "esketamine visit" (HCPCS G2082) | 120     | 2 hours from now | stays silent      |

      Examples: a monitored visit
        | what                | pressure                   | oximetry               | visit                           | minutes | when             | says              |
        | the visit           | "BP twice" (LOINC 85354-9) | "SpO2" (LOINC 59408-5) | "ECG"                           | 120     | 2 hours from now | speaks as warning |
        | the drug code alone | "BP twice" (LOINC 85354-9) | "SpO2" (LOINC 59408-5) | "spray" (HCPCS S0013)           | 120     | 2 hours from now | speaks as warning |

      Examples: two hours
        | what               | pressure                   | oximetry               | visit                            | minutes | when              | says              |
        | the last minute    | "BP twice" (LOINC 85354-9) | "SpO2" (LOINC 59408-5) | "esketamine visit" (HCPCS G2082) | 119     | 2 hours from now  | speaks as warning |
        | nothing            | "BP twice" (LOINC 85354-9) | "SpO2" (LOINC 59408-5) | "esketamine visit" (HCPCS G2082) | 121     | 2 hours from now  | stays silent      |
        | nothing, next week | "BP twice" (LOINC 85354-9) | "SpO2" (LOINC 59408-5) | "esketamine visit" (HCPCS G2082) | 120     | 6 days from now   | stays silent      |
        | a day that is past | "BP twice" (LOINC 85354-9) | "SpO2" (LOINC 59408-5) | "esketamine visit" (HCPCS G2082) | 120     | 1 day ago         | speaks as warning |

    Scenario Outline: The appointment is <what>
      Given a running order for the service "BP twice" (LOINC 85354-9), in this visit
      And a running order for the service "SpO2" (LOINC 59408-5), in this visit
      And a running order for the service "esketamine visit" (HCPCS G2082), in this visit
      And he has an appointment of 120 minutes 2 hours from now, <detail>
      When the clinician signs an order for "esketamine" (RxNorm 2119365), nasal, 56 mg, for an outpatient, for "depression" (ICD-10-CM F33.2)
      Then rule "KET-MON-ESK-SESSION" <says>

      Examples: matched by order, reason or drug
        | what                | detail                                                | says                                                |
        | for the same reason | for "depression" (ICD-10-CM F33.2)                    | stays silent                                        |
        | for something else  | for "toothache" (ICD-10-CM K08.89)                    | speaks as warning                                   |
        | cancelled           | described as "esketamine", cancelled                  | speaks as warning                                   |
        | missed              | described as "esketamine", noshow                     | speaks as warning                                   |
        | of unknown length   | described as "esketamine", without a length           | is not evaluated because "how long" is missing      |

    Scenario Outline: Monitoring that is not of this session: <detail>
      Given a running order for the service "BP twice" (LOINC 85354-9)<detail>
      And a running order for the service "SpO2" (LOINC 59408-5), in this visit
      And a running order for the service "esketamine visit" (HCPCS G2082), in this visit
      And he has an appointment of 120 minutes 2 hours from now, described as "Esketamine session"
      When the clinician signs an order for "esketamine" (RxNorm 2119365), nasal, 56 mg, for an outpatient, for "depression" (ICD-10-CM F33.2)
      Then rule "KET-MON-ESK-SESSION" <says>

      Examples:
        | detail                                    | says              |
        | , in this visit                           | stays silent      |
        | , in this visit, of another patient       | is not evaluated because "ServiceRequest" is missing |
        |                                           | speaks as warning |

    Scenario: Ordered in the same request
      Given an order for the service "Blood pressure" (LOINC 85354-9), 2 times
      And an order for the service "SpO2" (LOINC 59408-5)
      And an order for the service "esketamine visit" (HCPCS G2082)
      And he has an appointment of 150 minutes 2 days from now, described as "Spravato"
      When the clinician signs an order for "esketamine" (RxNorm 2119365), nasal, 56 mg, for an outpatient, for "depression" (ICD-10-CM F33.2)
      Then rule "KET-MON-ESK-SESSION" stays silent

    Scenario: The order is a monitored visit itself
      Given an order for the service "Blood pressure" (LOINC 85354-9), 2 times
      And an order for the service "SpO2" (LOINC 59408-5)
      And he has an appointment of 150 minutes 2 days from now, described as "Spravato"
      When the clinician signs an order for the service "esketamine visit" (HCPCS G2082)
      Then rule "KET-MON-ESK-SESSION" stays silent

    Scenario: A monitored visit without oximetry
      Given an order for the service "Blood pressure" (LOINC 85354-9), 2 times
      And he has an appointment of 150 minutes 2 days from now, described as "Spravato"
      When the clinician signs an order for the service "esketamine visit" (HCPCS G2082)
      Then rule "KET-MON-ESK-SESSION" speaks as warning
      And the card "KET-MON-ESK-SESSION" says "pulse oximetry: not ordered"

  Rule: When the visit starts, and when it is booked

    Scenario: The session's visit starts without monitoring
      Given a running order for "esketamine" (RxNorm 2119365), nasal, 56 mg, for an outpatient
      When the visit starts
      Then rule "KET-MON-ESK-SESSION" speaks as warning

    Scenario: Monitoring that is based on the running order
      Given a running order for "esketamine" (RxNorm 2119365), nasal, 56 mg, for an outpatient
      And a running order for the service "BP twice" (LOINC 85354-9), based on the order for "esketamine"
      And a running order for the service "SpO2" (LOINC 59408-5), based on the order for "esketamine"
      And a running order for the service "esketamine visit" (HCPCS G2082), based on the order for "esketamine"
      And he has an appointment of 120 minutes 1 hour from now, based on the order for "esketamine"
      When the visit starts
      Then rule "KET-MON-ESK-SESSION" stays silent

    Scenario: A visit of somebody without esketamine
      When the visit starts
      Then rule "KET-MON-ESK-SESSION" stays silent

    Scenario Outline: <minutes> minutes are booked for the session
      Given a running order for "esketamine" (RxNorm 2119365), nasal, 56 mg, for an outpatient, for "depression" (ICD-10-CM F33.2)
      And a running order for the service "BP twice" (LOINC 85354-9), in this visit
      And a running order for the service "SpO2" (LOINC 59408-5), in this visit
      And a running order for the service "esketamine visit" (HCPCS G2082), in this visit
      When an appointment of <minutes> minutes is booked for 2 days from now, for "depression" (ICD-10-CM F33.2)
      Then rule "KET-MON-ESK-SESSION" <says>

      Examples:
        | minutes | says              |
        | 119     | speaks as warning |
        | 120     | stays silent      |
        | 121     | stays silent      |

    Scenario Outline: Another appointment is booked: <what>
      Given a running order for "esketamine" (RxNorm 2119365), nasal, 56 mg, for an outpatient, for "depression" (ICD-10-CM F33.2)
      When an appointment of 30 minutes is booked for 2 days from now, described as <what>
      Then rule "KET-MON-ESK-SESSION" stays silent

      Examples:
        | what               |
        | "Dentist"          |
        | "Ketone check-up"  |

  Rule: Nasal products

    Scenario Outline: He uses <drug>
      Given an order for the service "Blood pressure" (LOINC 85354-9), 2 times
      And an order for the service "SpO2" (LOINC 59408-5)
      And an order for the service "esketamine visit" (HCPCS G2082)
      And he has an appointment of 150 minutes 2 days from now, described as "Spravato"
      And he takes <drug>
      When the clinician signs an order for "esketamine" (RxNorm 2119365), nasal, 56 mg, for an outpatient, for "depression" (ICD-10-CM F33.2)
      Then rule "KET-MON-ESK-SESSION" <says>

      Examples: by nose only
        | drug                                                  | says              |
        | "fluticasone nasal spray" (RxNorm 41126), nasal       | speaks as warning |
        | "mometasone" (RxNorm 108118), nasal                   | speaks as warning |
        | "oxymetazoline" (RxNorm 7812), nasal                  | speaks as warning |
        | "fluticasone" (RxNorm 41126), nasal, stopped          | stays silent      |
        | "fluticasone inhaler" (RxNorm 41126)                  | stays silent      |
        | "mometasone cream" (RxNorm 108118), topical           | stays silent      |
        | "sodium chloride nasal spray" (RxNorm 9863), nasal    | stays silent      |

    Scenario: What the card on nasal products says
      Given an order for the service "Blood pressure" (LOINC 85354-9), 2 times
      And an order for the service "SpO2" (LOINC 59408-5)
      And an order for the service "esketamine visit" (HCPCS G2082)
      And he has an appointment of 150 minutes 2 days from now, described as "Spravato"
      And he takes "fluticasone" (RxNorm 41126), nasal
      When the clinician signs an order for "esketamine" (RxNorm 2119365), nasal, 56 mg, for an outpatient, for "depression" (ICD-10-CM F33.2)
      Then the summary of the card "KET-MON-ESK-SESSION" says "at least one hour before esketamine"
      And the card "KET-MON-ESK-SESSION" rests on "fluticasone"

  Rule: Not this rule's business

    Scenario Outline: <order>
      When the clinician signs an order for <order>
      Then rule "KET-MON-ESK-SESSION" stays silent

      Examples:
        | order                                                                                      |
        | "ketamine" (RxNorm 6130), intravenous, 0.5 mg/kg                                           |
        | "esketamine" (RxNorm 2119365), intravenous, 0.2 mg/kg                                      |
        | "esketamine" (RxNorm 2119365), nasal, for "general anaesthesia" (SNOMED 274507007)         |

  Rule: What is not known

    Scenario Outline: The <what> were not loaded
      Given the <what> were not loaded
      And an order for the service "Blood pressure" (LOINC 85354-9), 2 times
      And an order for the service "SpO2" (LOINC 59408-5)
      When the clinician signs an order for the service "esketamine visit" (HCPCS G2082)
      Then rule "KET-MON-ESK-SESSION" <says>

      Examples: what is certain is said all the same
        | what           | says                                              |
        | appointments   | is not evaluated because "Appointment" is missing |
        | service orders | speaks as warning                                 |

    Scenario: An appointment that does not say what it is for
      Given an order for the service "Blood pressure" (LOINC 85354-9), 2 times
      And an order for the service "SpO2" (LOINC 59408-5)
      And he has an appointment of 150 minutes 2 days from now
      When the clinician signs an order for the service "esketamine visit" (HCPCS G2082)
      Then rule "KET-MON-ESK-SESSION" is not evaluated because "is for" is missing
