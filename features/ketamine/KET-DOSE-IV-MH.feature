@KET-DOSE-IV-MH
Feature: Intravenous ketamine dose for depression, PTSD or anxiety
  The usual dose is 0.5 mg/kg over 40 minutes. From 1 mg/kg at once the label speaks of anaesthesia.

  Background:
    Given the service date is 2026-11-20
    And a 45-year-old man

  Rule: In the range of anaesthesia

    Scenario: What the card says
      Given he weighs 70 kg
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, 150 mg, over 40 minutes, for "depression" (ICD-10-CM F33.2)
      Then a critical card "KET-DOSE-IV-MH" is shown
      And the summary of the card "KET-DOSE-IV-MH" says "range of anaesthesia"
      And the card "KET-DOSE-IV-MH" says "150 mg"
      And the card "KET-DOSE-IV-MH" says "0.5 mg/kg over 40 minutes"
      And the card "KET-DOSE-IV-MH" says "ideal body weight"
      And the card "KET-DOSE-IV-MH" says "57.67 mg of the hydrochloride is 50 mg"
      And the card "KET-DOSE-IV-MH" rests on "Body weight"
      And the card "KET-DOSE-IV-MH" offers "Ask a pharmacist to verify the dose"
      And the card "KET-DOSE-IV-MH" does not offer to remove the order
      And the card "KET-DOSE-IV-MH" may be overridden because "dose-verified"
      And the card "KET-DOSE-IV-MH" may be overridden because "specialist-agreed"
      And the card "KET-DOSE-IV-MH" may be overridden because "trial-protocol"
      And the card "KET-DOSE-IV-MH" cites evidence "E20"
      And the card "KET-DOSE-IV-MH" cites evidence "E14"
      And the card "KET-DOSE-IV-MH" cites evidence "E33"

    Scenario Outline: <dose>
      Given he weighs 70 kg
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, <dose>, for "depression" (ICD-10-CM F33.2)
      Then rule "KET-DOSE-IV-MH" speaks as <indicator>

      Examples: at once, from 1 mg/kg, which is 70 mg
        | dose                      | indicator |
        | 0.99 mg/kg, over 5 minutes | warning  |
        | 1 mg/kg, over 5 minutes   | critical  |
        | 1 mg/kg, over 2 minutes   | critical  |
        | 1 mg/kg, over 6 minutes   | warning   |
        | 69 mg, over 1 minute      | warning   |
        | 70 mg, over 1 minute      | critical  |
        | 1 mg/kg                   | critical  |
        | 0.5 to 1 mg/kg            | critical  |

      Examples: above 2 mg/kg however long, which is 140 mg
        | dose                        | indicator |
        | 2 mg/kg, over 120 minutes   | warning   |
        | 2.01 mg/kg, over 120 minutes | critical |
        | 140 mg, over 2 hours        | warning   |
        | 141 mg, over 2 hours        | critical  |
        | 1 to 2.5 mg/kg, over 2 hours | critical |

    Scenario Outline: <weight> and 75 mg at once: pounds are pounds
      Given he weighs <weight>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, 75 mg, over 5 minutes, for "depression" (ICD-10-CM F33.2)
      Then rule "KET-DOSE-IV-MH" speaks as <indicator>

      Examples:
        | weight      | indicator |
        | 75 kg       | critical  |
        | 76 kg       | warning   |
        | 165 [lb_av] | critical  |
        | 168 [lb_av] | warning   |

  Rule: More or faster than usual

    Scenario Outline: While it is selected: <dose>
      Given he weighs 70 kg
      When the clinician selects an order for "ketamine" (RxNorm 6130), intravenous, <dose>, for "depression" (ICD-10-CM F33.2)
      Then rule "KET-DOSE-IV-MH" <says>

      Examples: above 1 mg/kg
        | dose                        | says              |
        | 0.99 mg/kg, over 60 minutes | stays silent      |
        | 1 mg/kg, over 60 minutes    | stays silent      |
        | 1.01 mg/kg, over 60 minutes | speaks as warning |
        | 70 mg, over 60 minutes      | stays silent      |
        | 71 mg, over 60 minutes      | speaks as warning |

      Examples: above 1.5 mg/kg/h, stated or worked out
        | dose                        | says              |
        | 1 mg/kg, over 40 minutes    | stays silent      |
        | 1 mg/kg, over 39 minutes    | speaks as warning |
        | at 1.5 mg/kg/h              | stays silent      |
        | at 1.6 mg/kg/h              | speaks as warning |
        | at 105 mg/h                 | stays silent      |
        | at 106 mg/h                 | speaks as warning |
        | at 25 ug/kg/min             | stays silent      |
        | at 26 ug/kg/min             | speaks as warning |

      Examples: 0.5 mg/kg or more in less than 40 minutes
        | dose                         | says              |
        | 0.5 mg/kg, over 40 minutes   | stays silent      |
        | 0.5 mg/kg, over 39 minutes   | speaks as warning |
        | 0.49 mg/kg, over 39 minutes  | stays silent      |
        | 35 mg, over 30 minutes       | speaks as warning |
        | 34 mg, over 30 minutes       | stays silent      |
        | 0.5 mg/kg, over 41 minutes   | stays silent      |

      Examples: written out
        | dose                                                     | says              |
        | with the instructions "0.5 mg/kg IV over 40 minutes"     | stays silent      |
        | with the instructions "1.2 mg/kg IV over 60 minutes"     | speaks as warning |
        | with the instructions "0.5-1.5 mg/kg IV over 60 minutes" | speaks as warning |

    Scenario: The wrong unit of weight makes a right dose of a wrong one
      Given he weighs 154 kg
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, 80 mg, over 60 minutes, for "depression" (ICD-10-CM F33.2)
      Then rule "KET-DOSE-IV-MH" stays silent

    Scenario: What the warning says
      Given he weighs 70 kg
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, 0.5 mg/kg, over 20 minutes, for "depression" (ICD-10-CM F33.2)
      Then rule "KET-DOSE-IV-MH" speaks as warning
      And the summary of the card "KET-DOSE-IV-MH" says "faster than usual"
      And the card "KET-DOSE-IV-MH" says "give it more slowly"

    Scenario Outline: A volume of <product>
      Given he weighs 70 kg
      When the clinician signs an order for <product>, intravenous, 2 mL, over 60 minutes, for "depression" (ICD-10-CM F33.2)
      Then rule "KET-DOSE-IV-MH" <says>

      Examples:
        | product                                | says                                               |
        | "ketamine 10 MG/ML Injectable Solution" | stays silent                                      |
        | "ketamine 50 MG/ML Injectable Solution" | speaks as warning                                 |
        | "ketamine" (RxNorm 6130)               | is not evaluated because "dose in mg/kg" is missing |

  Rule: Less than what was studied

    Scenario Outline: A low dose, <dose>
      Given he weighs 70 kg
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, <dose>, over 40 minutes, for "depression" (ICD-10-CM F33.2)
      Then rule "KET-DOSE-IV-MH" <says>

      Examples: below 0.1 mg/kg, which is 7 mg
        | dose              | says           |
        | 0.09 mg/kg        | speaks as info |
        | 0.1 mg/kg         | stays silent   |
        | 0.11 mg/kg        | stays silent   |
        | 6 mg              | speaks as info |
        | 7 mg              | stays silent   |
        | 0.05 to 0.2 mg/kg | speaks as info |

  Rule: What it is ordered for

    Scenario Outline: Ordered for <reason>
      Given he weighs 70 kg
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, 1.2 mg/kg, over 60 minutes, for <reason>
      Then rule "KET-DOSE-IV-MH" <says>

      Examples:
        | reason                                                            | says              |
        | "Major depressive disorder" (SNOMED 370143000)                    | speaks as warning |
        | "Treatment resistant depression" (SNOMED 1153570009)              | speaks as warning |
        | "PTSD" (ICD-10-CM F43.10)                                         | speaks as warning |
        | "Generalised anxiety" (ICD-10-CM F41.1)                           | speaks as warning |
        | "Suicidal ideations" (ICD-10-CM R45.851)                          | speaks as warning |
        | "Depression, unspecified" (ICD-10-CM F32.A)                       | speaks as warning |
        | "severe depression"                                               | speaks as warning |
        | "treatment-resistant (TRD), session 3"                            | speaks as warning |
        | "CRPS of the hand" (ICD-10-CM G90.513)                            | stays silent      |
        | "low back pain"                                                   | is not evaluated because "reason" is missing |
        | "general anaesthesia" (SNOMED 274507007)                          | stays silent      |

    Scenario Outline: Nothing coded on the order, and he has <problem>
      Given he weighs 70 kg
      And he has <problem>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, 1.2 mg/kg, over 60 minutes
      Then rule "KET-DOSE-IV-MH" <says>

      Examples:
        | problem                                                       | says                                         |
        | "depression" (ICD-10-CM F33.2)                                | speaks as warning                            |
        | "PTSD" (ICD-10-CM F43.12)                                     | speaks as warning                            |
        | "depression" (ICD-10-CM F33.2), provisional                   | speaks as info                               |
        | "depression" (ICD-10-CM F33.2), refuted                       | is not evaluated because "reason" is missing |
        | "depression" (ICD-10-CM F33.2), entered in error              | is not evaluated because "reason" is missing |
        | "depression" (ICD-10-CM F33.2), resolved                      | is not evaluated because "reason" is missing |
        | "depression in full remission" (ICD-10-CM F33.42)             | is not evaluated because "reason" is missing |
        | "CRPS of the hand" (ICD-10-CM G90.513)                        | is not evaluated because "reason" is missing |

    Scenario: Another patient's depression
      Given he weighs 70 kg
      And another patient has "depression" (ICD-10-CM F33.2)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, 1.2 mg/kg, over 60 minutes
      Then rule "KET-DOSE-IV-MH" is not evaluated because "reason" is missing

    Scenario: His mother's depression
      Given he weighs 70 kg
      And his mother has "depression" (ICD-10-CM F33.2)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, 1.2 mg/kg, over 60 minutes
      Then rule "KET-DOSE-IV-MH" is not evaluated because "reason" is missing

    Scenario: The order's reason decides where the problems name more
      Given he weighs 70 kg
      And he has "depression" (ICD-10-CM F33.2)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, 1.2 mg/kg, over 60 minutes, for "CRPS of the hand" (ICD-10-CM G90.513)
      Then rule "KET-DOSE-IV-MH" stays silent

    Scenario: A reason in words that names pain, beside a depression
      Given he weighs 70 kg
      And he has "depression" (ICD-10-CM F33.2)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, 1.2 mg/kg, over 60 minutes, for "back pain"
      Then rule "KET-DOSE-IV-MH" is not evaluated because "reason" is missing

    Scenario: A usual dose needs no reason
      Given he weighs 70 kg
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, 0.5 mg/kg, over 40 minutes
      Then rule "KET-DOSE-IV-MH" stays silent

  Rule: Other ways to give it

    Scenario Outline: <order>
      Given he weighs 70 kg
      When the clinician signs an order for <order>, for "depression" (ICD-10-CM F33.2)
      Then rule "KET-DOSE-IV-MH" stays silent

      Examples:
        | order                                                        |
        | "ketamine" (RxNorm 6130), intramuscular, 3 mg/kg             |
        | "ketamine" (RxNorm 6130), oral, 3 mg/kg                      |
        | "esketamine" (RxNorm 2119365), nasal, 84 mg                  |
        | "ketamine cream", topical, 300 mg                            |
        | "ketorolac" (RxNorm 35827), intravenous, 300 mg              |
        | "ketamine" (RxNorm 6130), intravenous                        |

    Scenario: Anaesthesia is out of scope
      Given he weighs 70 kg
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, 2 mg/kg, for "general anaesthesia" (SNOMED 274507007)
      Then rule "KET-DOSE-IV-MH" stays silent

    Scenario: A high dose is never taken for anaesthesia
      Given he weighs 70 kg
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, 2 mg/kg, for "depression" (ICD-10-CM F33.2)
      Then rule "KET-DOSE-IV-MH" speaks as critical

    Scenario: Esketamine by vein is held to the same limits
      Given he weighs 70 kg
      When the clinician signs an order for "esketamine" (RxNorm 2119365), intravenous, 1 mg/kg, over 5 minutes, for "depression" (ICD-10-CM F33.2)
      Then rule "KET-DOSE-IV-MH" speaks as critical

  Rule: What is not known

    Scenario: Milligrams without a weight
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, 70 mg, over 60 minutes, for "depression" (ICD-10-CM F33.2)
      Then rule "KET-DOSE-IV-MH" is not evaluated because "29463-7" is missing

    Scenario Outline: Weighed <days> days ago
      Given he weighs 70 kg, <days> days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, 80 mg, over 60 minutes, for "depression" (ICD-10-CM F33.2)
      Then rule "KET-DOSE-IV-MH" <says>

      Examples: 90 days
        | days | says                                          |
        | 89   | speaks as warning                             |
        | 90   | speaks as warning                             |
        | 91   | is not evaluated because "29463-7" is missing |

    Scenario: A weight without a unit is none
      Given he weighs 70 without a unit
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, 80 mg, over 60 minutes, for "depression" (ICD-10-CM F33.2)
      Then rule "KET-DOSE-IV-MH" is not evaluated because "unit" is missing

    Scenario: The latest weight counts
      Given he weighs 90 kg, 60 days ago
      And he weighs 70 kg, 2 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, 80 mg, over 60 minutes, for "depression" (ICD-10-CM F33.2)
      Then rule "KET-DOSE-IV-MH" speaks as warning

    Scenario: The observations were not loaded
      Given the observations were not loaded
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, 80 mg, over 60 minutes, for "depression" (ICD-10-CM F33.2)
      Then rule "KET-DOSE-IV-MH" is not evaluated because "29463-7" is missing

    Scenario: The duration is not stated
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, 0.6 mg/kg, for "depression" (ICD-10-CM F33.2)
      Then rule "KET-DOSE-IV-MH" is not evaluated because "duration" is missing

    Scenario: The route is not stated
      When the clinician signs an order for "ketamine" (RxNorm 6130), 1.2 mg/kg, over 60 minutes, for "depression" (ICD-10-CM F33.2)
      Then rule "KET-DOSE-IV-MH" is not evaluated because "route" is missing

    Scenario: The problems were not loaded and the order gives no reason
      Given the conditions were not loaded
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, 1.2 mg/kg, over 60 minutes
      Then rule "KET-DOSE-IV-MH" is not evaluated because "Condition" is missing
