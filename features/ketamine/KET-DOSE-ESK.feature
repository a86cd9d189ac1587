@KET-DOSE-ESK
Feature: Dose of esketamine nasal spray
  A device holds 28 mg in two sprays. A session takes two or three devices, never more and never part of one.

  Background:
    Given the service date is 2026-11-20
    And a 45-year-old man

  Rule: More than three devices

    Scenario: What the card says
      When the clinician signs an order for "esketamine" (RxNorm 2119365), nasal, 112 mg, for an outpatient, for "depression" (ICD-10-CM F33.2)
      Then a critical card "KET-DOSE-ESK" is shown
      And the summary of the card "KET-DOSE-ESK" says "above 84 mg"
      And the card "KET-DOSE-ESK" says "112 mg"
      And the card "KET-DOSE-ESK" says "two devices (56 mg) or three (84 mg)"
      And the card "KET-DOSE-ESK" rests on "esketamine"
      And the card "KET-DOSE-ESK" offers "Ask a pharmacist to verify the dose"
      And the card "KET-DOSE-ESK" does not offer to remove the order
      And the card "KET-DOSE-ESK" may be overridden because "dose-verified"
      And the card "KET-DOSE-ESK" may be overridden because "trial-protocol"
      And the card "KET-DOSE-ESK" cites evidence "E15"

    Scenario Outline: <dose> at a later session
      Given he was given "esketamine" (RxNorm 2119365), nasal, 56 mg, 7 days ago
      When the clinician signs an order for "esketamine" (RxNorm 2119365), nasal, <dose>, for an outpatient, for "depression" (ICD-10-CM F33.2)
      Then rule "KET-DOSE-ESK" <says>

      Examples: milligrams
        | dose         | says               |
        | 83 mg        | speaks as warning  |
        | 84 mg        | stays silent       |
        | 85 mg        | speaks as critical |
        | 56 to 84 mg  | stays silent       |
        | 84 to 112 mg | speaks as critical |

      Examples: devices and sprays
        | dose                                        | says               |
        | 3 {device}                                  | stays silent       |
        | 4 {device}                                  | speaks as critical |
        | 84 devices                                  | speaks as critical |
        | 6 {spray}                                   | stays silent       |
        | 7 {spray}                                   | speaks as critical |
        | with the instructions "3 devices"           | stays silent       |
        | with the instructions "four devices"        | speaks as critical |
        | with the instructions "3 devices, one spray in each nostril from each" | stays silent |
        | with the instructions "6 sprays in all"     | stays silent       |
        | with the instructions "84 mg (3 devices)"   | stays silent       |
        | with the instructions "140 mg today"        | speaks as critical |

  Rule: No whole number of devices

    Scenario Outline: <dose>
      Given he was given "esketamine" (RxNorm 2119365), nasal, 56 mg, 7 days ago
      When the clinician selects an order for "esketamine" (RxNorm 2119365), nasal, <dose>, for an outpatient, for "depression" (ICD-10-CM F33.2)
      Then rule "KET-DOSE-ESK" <says>

      Examples: multiples of 28 mg
        | dose       | says              |
        | 27 mg      | speaks as warning |
        | 29 mg      | speaks as warning |
        | 55 mg      | speaks as warning |
        | 56 mg      | stays silent      |
        | 57 mg      | speaks as warning |
        | 60 mg      | speaks as warning |
        | 84 mg      | stays silent      |
        | 2 {device} | stays silent      |
        | 3 {spray}  | speaks as warning |
        | 4 {spray}  | stays silent      |

    Scenario: Devices entered as milligrams
      When the clinician signs an order for "esketamine" (RxNorm 2119365), nasal, 3 mg, for an outpatient, for "depression" (ICD-10-CM F33.2)
      Then rule "KET-DOSE-ESK" speaks as warning
      And the summary of the card "KET-DOSE-ESK" says "is the number of devices meant?"
      And the card "KET-DOSE-ESK" says "3 mg"

  Rule: The first session

    Scenario Outline: <dose> on day one for treatment-resistant depression
      When the clinician signs an order for "esketamine" (RxNorm 2119365), nasal, <dose>, for an outpatient, for "Treatment resistant depression" (SNOMED 1153570009)
      Then rule "KET-DOSE-ESK" <says>

      Examples: above 56 mg
        | dose       | says              |
        | 56 mg      | stays silent      |
        | 2 {device} | stays silent      |
        | 84 mg      | speaks as warning |
        | 3 {device} | speaks as warning |

    Scenario: What the card of the first session says
      When the clinician signs an order for "esketamine" (RxNorm 2119365), nasal, 84 mg, for an outpatient, for "depression" (ICD-10-CM F33.2)
      Then rule "KET-DOSE-ESK" speaks as warning
      And the summary of the card "KET-DOSE-ESK" says "day one is 56 mg"
      And the card "KET-DOSE-ESK" says "two sessions a week in weeks 1 to 4"

    Scenario Outline: 84 mg, <session> before
      Given <session>
      When the clinician signs an order for "esketamine" (RxNorm 2119365), nasal, 84 mg, for an outpatient, for "Treatment resistant depression" (SNOMED 1153570009)
      Then rule "KET-DOSE-ESK" <says>

      Examples: a session of the last 365 days makes this a later one
        | session                                                                | says              |
        | he was given "esketamine" (RxNorm 2119365), 3 days ago                 | stays silent      |
        | he was given "esketamine" (RxNorm 2119365), 364 days ago               | stays silent      |
        | he was given "esketamine" (RxNorm 2119365), 366 days ago               | speaks as warning |
        | he had "esketamine visit" (HCPCS G2082), 3 days ago                    | stays silent      |
        | he had "esketamine visit" (HCPCS G2082), 3 days ago, planned           | speaks as warning |
        | he was given "esketamine" (RxNorm 2119365), 3 days ago, not given      | speaks as warning |
        | he was given "ketamine" (RxNorm 6130), 3 days ago                      | speaks as warning |

    Scenario Outline: 84 mg on day one for depression, and <suicidality>
      Given <suicidality>
      When the clinician signs an order for "esketamine" (RxNorm 2119365), nasal, 84 mg, for an inpatient, for "depression" (ICD-10-CM F33.2)
      Then rule "KET-DOSE-ESK" <says>

      Examples: acute suicidal thoughts are the other indication; 7 days
        | suicidality                                                                               | says              |
        | his "PHQ-9 item 9" (LOINC 44260-8) is 1 {score}, 1 day ago                                | stays silent      |
        | his "PHQ-9 item 9" (LOINC 44260-8) is 0 {score}, 1 day ago                                | speaks as warning |
        | his "PHQ-9 item 9" (LOINC 44260-8) is 2 {score}, 7 days ago                               | stays silent      |
        | his "PHQ-9 item 9" (LOINC 44260-8) is 2 {score}, 8 days ago                               | speaks as warning |
        | he has "Suicidal ideations" (ICD-10-CM R45.851), recorded 2 days ago                      | stays silent      |
        | he has "Suicidal ideations" (ICD-10-CM R45.851), recorded 8 days ago                      | speaks as warning |
        | he has "Suicidal ideations" (ICD-10-CM R45.851), refuted, recorded 2 days ago             | speaks as warning |
        | he has "H/O: attempted suicide" (SNOMED 161474000), recorded 2 days ago                   | speaks as warning |

    Scenario: Suicidal thoughts are the reason of the order
      When the clinician signs an order for "esketamine" (RxNorm 2119365), nasal, 84 mg, for an inpatient, for "Suicidal ideations" (ICD-10-CM R45.851)
      Then rule "KET-DOSE-ESK" stays silent

    Scenario: Resistant depression is the reason, whatever else he thinks of
      Given his "PHQ-9 item 9" (LOINC 44260-8) is 2 {score}, 1 day ago
      When the clinician signs an order for "esketamine" (RxNorm 2119365), nasal, 84 mg, for an outpatient, for "Treatment resistant depression" (SNOMED 1153570009)
      Then rule "KET-DOSE-ESK" speaks as warning

    Scenario Outline: No coded reason: <reason>
      Given his "PHQ-9 item 9" (LOINC 44260-8) is 2 {score}, 1 day ago
      When the clinician signs an order for "esketamine" (RxNorm 2119365), nasal, <order>
      Then rule "KET-DOSE-ESK" speaks as warning
      And the summary of the card "KET-DOSE-ESK" says "what is it for?"

      Examples:
        | reason        | order                                  |
        | none          | 84 mg, for an outpatient               |
        | in words only | 84 mg, for an outpatient, for "TRD #1" |

    Scenario: No coded reason at a later session
      Given he was given "esketamine" (RxNorm 2119365), 3 days ago
      When the clinician signs an order for "esketamine" (RxNorm 2119365), nasal, 84 mg, for an outpatient
      Then rule "KET-DOSE-ESK" stays silent

    Scenario: Earlier sessions were not loaded: the card stands and says so
      Given the medication administrations were not loaded
      When the clinician signs an order for "esketamine" (RxNorm 2119365), nasal, 84 mg, for an outpatient, for "depression" (ICD-10-CM F33.2)
      Then rule "KET-DOSE-ESK" speaks as warning
      And the card "KET-DOSE-ESK" says "MedicationAdministration"

  Rule: One device

    Scenario Outline: One device alone, <dose>
      When the clinician signs an order for "esketamine" (RxNorm 2119365), nasal, <dose>, for an outpatient, for "depression" (ICD-10-CM F33.2)
      Then rule "KET-DOSE-ESK" speaks as info
      And the card "KET-DOSE-ESK" says "Schedules of other countries"

      Examples:
        | dose       |
        | 28 mg      |
        | 1 {device} |
        | 2 {spray}  |

  Rule: Not this rule's business

    Scenario Outline: <what>
      When the clinician signs an order for <order>
      Then rule "KET-DOSE-ESK" stays silent

      Examples:
        | what                       | order                                                                                        |
        | esketamine by vein         | "esketamine" (RxNorm 2119365), intravenous, 90 mg, for an outpatient                         |
        | racemic ketamine, nasal    | "ketamine" (RxNorm 6130), nasal, 100 mg, for an outpatient                                   |
        | esketamine in anaesthesia  | "esketamine" (RxNorm 2119365), nasal, 100 mg, for "general anaesthesia" (SNOMED 274507007)   |
        | no dose yet                | "esketamine" (RxNorm 2119365), nasal, for an outpatient                                      |
        | a monitored visit          | the service "esketamine visit" (HCPCS G2083)                                                 |

    Scenario: A spray whose route is not stated
      When the clinician signs an order for "Spravato", 112 mg, for an outpatient
      Then rule "KET-DOSE-ESK" speaks as critical
      And the card "KET-DOSE-ESK" matched "Spravato" by name

    Scenario: What is dispensed is no dose
      When the clinician signs an order for "esketamine" (RxNorm 2119365), nasal, 56 mg, for an outpatient, for "depression" (ICD-10-CM F33.2), with a supply of 24 {device}
      Then rule "KET-DOSE-ESK" stays silent

  Rule: What is not known

    Scenario: A unit that nobody knows
      When the clinician signs an order for "esketamine" (RxNorm 2119365), nasal, 3 {kit}, for an outpatient, for "depression" (ICD-10-CM F33.2)
      Then rule "KET-DOSE-ESK" is not evaluated because "dose in mg" is missing

    Scenario: Per kg without a weight
      When the clinician signs an order for "esketamine" (RxNorm 2119365), nasal, 1 mg/kg, for an outpatient, for "depression" (ICD-10-CM F33.2)
      Then rule "KET-DOSE-ESK" is not evaluated because "29463-7" is missing
