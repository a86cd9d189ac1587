@KET-DOSE-UNIT
Feature: Ketamine dose, unit or concentration that looks like a slip
  Slips of unit and concentration dominate the errors made with ketamine. This rule runs in anaesthesia as well.

  Background:
    Given the service date is 2026-11-20
    And a 45-year-old man

  Rule: A unit that ketamine is not dosed in

    Scenario: Grams
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, 0.5 g/kg
      Then a critical card "KET-DOSE-UNIT" is shown
      And exactly 1 card is shown
      And the card "KET-DOSE-UNIT" says "0.5 g/kg"
      And the card "KET-DOSE-UNIT" offers to remove the order for "ketamine"
      And the card "KET-DOSE-UNIT" offers "Ask a pharmacist to verify the dose"
      And the card "KET-DOSE-UNIT" may be overridden because "dose-verified"
      And the card "KET-DOSE-UNIT" cites evidence "E33"

    Scenario Outline: <dose> by mouth
      When the clinician selects an order for "ketamine" (RxNorm 6130), oral, <dose>
      Then rule "KET-DOSE-UNIT" <says>

      Examples: doses
        | dose                 | says               |
        | 50 mg                | stays silent       |
        | 0.5 mg/kg            | stays silent       |
        | 50 MG                | stays silent       |
        | 0.05 g               | speaks as critical |
        | 500 ug               | speaks as critical |
        | 500 mcg/kg           | speaks as critical |
        | 1 {tablet}           | speaks as critical |
        | 10 %                 | speaks as critical |
        | 50 without a unit    | speaks as critical |

      Examples: the high end of a range counts as well
        | dose                 | says               |
        | 0.5 to 1 mg/kg       | stays silent       |
        | 25 to 50 mg          | stays silent       |
        | 0.5 to 1 g           | speaks as critical |

    Scenario Outline: Rate: <rate>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, <rate>
      Then rule "KET-DOSE-UNIT" <says>

      Examples: 5 ug/kg/min is safe and 5 mg/kg/min is lethal
        | rate                                | says               |
        | at 20 mg/h                          | stays silent       |
        | at 0.35 mg/kg/h                     | stays silent       |
        | at 5 ug/kg/min                      | stays silent       |
        | at 5 mcg/kg/min                     | stays silent       |
        | at 5 mg/kg/min                      | speaks as critical |
        | at 20 mg per 1 h                    | stays silent       |
        | at 20 mg per 1 min                  | speaks as critical |
        | at 20 ug/h                          | speaks as critical |

  Rule: A volume needs a concentration

    Scenario Outline: 1 mL of <product>
      When the clinician signs an order for <product>, oral, 1 mL
      Then rule "KET-DOSE-UNIT" <says>

      Examples:
        | product                                             | says               |
        | "ketamine" (RxNorm 6130)                            | speaks as critical |
        | "ketamine oral solution"                            | speaks as critical |
        | "ketamine 50 MG/ML Injectable Solution"             | stays silent       |
        | "ketamine 10 mg per mL oral solution"               | stays silent       |

    Scenario Outline: 10 mL/h of <product>
      When the clinician signs an order for <product>, intravenous, at 10 mL/h
      Then rule "KET-DOSE-UNIT" <says>

      Examples:
        | product                                             | says               |
        | "ketamine" (RxNorm 6130)                            | speaks as critical |
        | "ketamine 500 MG per 250 ML infusion"               | stays silent       |

    Scenario: A strength in the text of the product is no dose
      When the clinician signs an order for "ketamine 50 MG/ML Injectable Solution", intravenous, with the instructions "as discussed"
      Then rule "KET-DOSE-UNIT" stays silent

  Rule: A number that is a vial's strength

    Scenario Outline: <dose>, <route>
      Given he weighs 70 kg
      When the clinician signs an order for "ketamine" (RxNorm 6130), <route>, <dose>
      Then rule "KET-DOSE-UNIT" <says>

      Examples: 50 and 100 by any route, 10 by vein only
        | dose      | route         | says               |
        | 49 mg/kg  | oral          | stays silent       |
        | 50 mg/kg  | oral          | speaks as critical |
        | 51 mg/kg  | oral          | stays silent       |
        | 100 mg/kg | oral          | speaks as critical |
        | 100 mg/kg | intramuscular | speaks as critical |
        | 50 mg     | intravenous   | stays silent       |
        | 100 mg    | intravenous   | stays silent       |
        | 10 mg/kg  | intravenous   | speaks as critical |
        | 10 mg/kg  | intramuscular | stays silent       |
        | 10 mg/kg  | oral          | stays silent       |

    Scenario: 10 mg/kg by vein over an hour is a vial's strength all the same
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, 10 mg/kg, over 60 minutes
      Then rule "KET-DOSE-UNIT" speaks as critical

    Scenario: Salt and base are both plausible numbers
      Given he weighs 70 kg
      When the clinician signs an order for "ketamine hydrochloride", intravenous, 57.67 mg
      Then rule "KET-DOSE-UNIT" stays silent

  Rule: More at once than the label's induction range

    Scenario Outline: <dose> <route> for 70 kg
      Given he weighs 70 kg
      When the clinician signs an order for "ketamine" (RxNorm 6130), <how>
      Then rule "KET-DOSE-UNIT" <says>

      Examples: by vein above 4.5 mg/kg, which is 315 mg at 70 kg
        | dose           | route       | how                                  | says               |
        | 4.4 mg/kg      | by vein     | intravenous, 4.4 mg/kg               | stays silent       |
        | 4.5 mg/kg      | by vein     | intravenous, 4.5 mg/kg               | stays silent       |
        | 4.6 mg/kg      | by vein     | intravenous, 4.6 mg/kg               | speaks as critical |
        | 314 mg         | by vein     | intravenous, 314 mg                  | stays silent       |
        | 315 mg         | by vein     | intravenous, 315 mg                  | stays silent       |
        | 316 mg         | by vein     | intravenous, 316 mg                  | speaks as critical |
        | 2 to 5 mg/kg   | by vein     | intravenous, 2 to 5 mg/kg            | speaks as critical |

      Examples: by muscle above 13 mg/kg, which is 910 mg at 70 kg
        | dose           | route       | how                                  | says               |
        | 12.9 mg/kg     | by muscle   | intramuscular, 12.9 mg/kg            | stays silent       |
        | 13 mg/kg       | by muscle   | intramuscular, 13 mg/kg              | stays silent       |
        | 13.1 mg/kg     | by muscle   | intramuscular, 13.1 mg/kg            | speaks as critical |
        | 910 mg         | by muscle   | intramuscular, 910 mg                | stays silent       |
        | 911 mg         | by muscle   | intramuscular, 911 mg                | speaks as critical |

      Examples: by mouth no such limit
        | dose           | route       | how                                  | says               |
        | 20 mg/kg       | by mouth    | oral, 20 mg/kg                       | stays silent       |

    Scenario Outline: 14 mg/kg by muscle <over>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intramuscular, 14 mg/kg, <over>
      Then rule "KET-DOSE-UNIT" <says>

      Examples:
        | over            | says               |
        | over 5 minutes  | speaks as critical |
        | over 6 minutes  | stays silent       |

    Scenario Outline: 5 mg/kg by vein <over>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, 5 mg/kg, <over>
      Then rule "KET-DOSE-UNIT" <says>

      Examples: a bolus is at most 5 minutes; the total of an infusion is not judged
        | over            | says               |
        | over 2 minutes  | speaks as critical |
        | over 5 minutes  | speaks as critical |
        | over 6 minutes  | stays silent       |
        | over 40 minutes | stays silent       |
        | over 4 hours    | stays silent       |

    Scenario: What the card says
      Given he weighs 70 kg
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, 500 mg
      Then rule "KET-DOSE-UNIT" speaks as critical
      And the card "KET-DOSE-UNIT" rests on "Body weight"
      And the card "KET-DOSE-UNIT" says "500 mg"

    Scenario Outline: Weight of <weight> for 400 mg by vein
      Given he weighs <weight>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, 400 mg
      Then rule "KET-DOSE-UNIT" <says>

      Examples: pounds are pounds
        | weight        | says               |
        | 95 kg         | stays silent       |
        | 85 kg         | speaks as critical |
        | 209 [lb_av]   | stays silent       |
        | 187 [lb_av]   | speaks as critical |
        | 95000 g       | stays silent       |

    Scenario: The latest weight counts
      Given he weighs 95 kg, 60 days ago
      And he weighs 70 kg, 2 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, 400 mg
      Then rule "KET-DOSE-UNIT" speaks as critical

  Rule: More than ten times the last dose, or less than a tenth of it

    Scenario Outline: Last time 50 mg, now <dose>
      Given a running order for "ketamine" (RxNorm 6130), oral, 50 mg
      When the clinician signs an order for "ketamine" (RxNorm 6130), oral, <dose>
      Then rule "KET-DOSE-UNIT" <says>

      Examples:
        | dose   | says               |
        | 499 mg | stays silent       |
        | 500 mg | stays silent       |
        | 501 mg | speaks as critical |
        | 5.1 mg | stays silent       |
        | 5 mg   | stays silent       |
        | 4.9 mg | speaks as critical |

    Scenario: The card names the last order
      Given a running order for "ketamine oral solution" (RxNorm 6130), oral, 50 mg
      When the clinician signs an order for "ketamine" (RxNorm 6130), oral, 600 mg
      Then the card "KET-DOSE-UNIT" rests on "ketamine oral solution"

    Scenario Outline: The last order <status>
      Given a running order for "ketamine" (RxNorm 6130), oral, 50 mg, <detail>
      When the clinician signs an order for "ketamine" (RxNorm 6130), oral, 600 mg
      Then rule "KET-DOSE-UNIT" <says>

      Examples: one that was given out tells something
        | status        | detail           | says               |
        | was stopped   | stopped          | speaks as critical |
        | is completed  | completed        | speaks as critical |
        | was cancelled | cancelled        | stays silent       |
        | was a slip    | entered in error | stays silent       |
        | was a plan    | as a plan        | stays silent       |

    Scenario: The order before the last tells nothing
      Given a running order for "ketamine" (RxNorm 6130), oral, 50 mg, completed, ordered 3 months ago
      And a running order for "ketamine" (RxNorm 6130), oral, 300 mg, completed, ordered 2 weeks ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), oral, 600 mg
      Then rule "KET-DOSE-UNIT" stays silent

    Scenario: Esketamine has its own last dose
      Given a running order for "esketamine" (RxNorm 2119365), nasal, 28 mg
      When the clinician signs an order for "esketamine" (RxNorm 2119365), nasal, 560 mg
      Then rule "KET-DOSE-UNIT" speaks as critical

    Scenario: Another drug's dose is no measure
      Given a running order for "ketorolac" (RxNorm 35827), oral, 10 mg
      When the clinician signs an order for "ketamine" (RxNorm 6130), oral, 300 mg
      Then rule "KET-DOSE-UNIT" stays silent

  Rule: It runs whatever the occasion

    Scenario Outline: A slip in <occasion>
      When the clinician signs an order for <order>
      Then rule "KET-DOSE-UNIT" speaks as critical

      Examples:
        | occasion    | order                                                                                         |
        | anaesthesia | "ketamine" (RxNorm 6130), intravenous, 50 mg/kg, for "general anaesthesia" (SNOMED 274507007) |
        | a cream     | "ketamine" (RxNorm 6130), topical, 50 mg/kg                                                   |

    Scenario: An induction dose in anaesthesia is no slip
      Given he weighs 70 kg
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, 2 mg/kg, for "general anaesthesia" (SNOMED 274507007)
      Then rule "KET-DOSE-UNIT" stays silent
      And no cards are shown

    Scenario: Another drug
      When the clinician signs an order for "ketorolac" (RxNorm 35827), intramuscular, 1 g
      Then rule "KET-DOSE-UNIT" stays silent

    Scenario: No dose is stated yet
      When the clinician selects an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-DOSE-UNIT" stays silent

  Rule: What is not known

    Scenario: Milligrams by vein without a weight
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, 400 mg
      Then rule "KET-DOSE-UNIT" is not evaluated because "29463-7" is missing

    Scenario Outline: 400 mg <route>, weighed <days> days ago
      Given he weighs 95 kg, <days> days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), <route>, 400 mg
      Then rule "KET-DOSE-UNIT" <says>

      Examples: 90 days
        | route         | days | says                                            |
        | intravenous   | 89   | stays silent                                    |
        | intravenous   | 90   | stays silent                                    |
        | intravenous   | 91   | is not evaluated because "29463-7" is missing   |
        | intramuscular | 90   | stays silent                                    |
        | intramuscular | 91   | is not evaluated because "29463-7" is missing   |

    Scenario: A weight without a unit is none
      Given he weighs 95 without a unit
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, 400 mg
      Then rule "KET-DOSE-UNIT" is not evaluated because "unit" is missing

    Scenario: Nothing says how it is given
      When the clinician signs an order for "ketamine" (RxNorm 6130), 10 mg/kg
      Then rule "KET-DOSE-UNIT" is not evaluated because "route" is missing

    Scenario: Earlier orders were not loaded
      Given the medication orders were not loaded
      When the clinician signs an order for "ketamine" (RxNorm 6130), oral, 50 mg
      Then rule "KET-DOSE-UNIT" is not evaluated because "MedicationRequest" is missing

    Scenario: A slip is a slip, whatever was not loaded
      Given the medication orders were not loaded
      And the observations were not loaded
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, 50 mg/kg
      Then rule "KET-DOSE-UNIT" speaks as critical
