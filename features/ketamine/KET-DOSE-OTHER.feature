@KET-DOSE-OTHER
Feature: Ketamine dose by muscle, under the skin, by mouth or nose
  Each route has a ceiling of its own for one dose; esketamine, about twice as potent, has half of it.

  Background:
    Given the service date is 2026-11-20
    And a 45-year-old woman

  Rule: In the range of anaesthesia

    Scenario: What the critical card says
      Given she weighs 70 kg
      When the clinician signs an order for "ketamine" (RxNorm 6130), intramuscular, 300 mg, for an outpatient
      Then rule "KET-DOSE-OTHER" speaks as critical
      And the card "KET-DOSE-OTHER" says "range of anaesthesia, outside anaesthesia"
      And the card "KET-DOSE-OTHER" says "300 mg"
      And the card "KET-DOSE-OTHER" rests on "Body weight"
      And the card "KET-DOSE-OTHER" rests on "ketamine"
      And the card "KET-DOSE-OTHER" offers "Ask a pharmacist to verify the dose"
      And the card "KET-DOSE-OTHER" does not offer to remove the order
      And the card "KET-DOSE-OTHER" may be overridden because "dose-verified"
      And the card "KET-DOSE-OTHER" may be overridden because "specialist-agreed"
      And the card "KET-DOSE-OTHER" cites evidence "E33"
      And the card "KET-DOSE-OTHER" cites evidence "E38"

    Scenario Outline: <dose> of <drug> by muscle
      Given she weighs 70 kg
      When the clinician signs an order for <drug>, intramuscular, <dose>, for an outpatient
      Then rule "KET-DOSE-OTHER" <says>

      Examples: from 4 mg/kg, which is 280 mg
        | drug                     | dose         | says               |
        | "ketamine" (RxNorm 6130) | 3.99 mg/kg   | speaks as warning  |
        | "ketamine" (RxNorm 6130) | 4 mg/kg      | speaks as critical |
        | "ketamine" (RxNorm 6130) | 4.01 mg/kg   | speaks as critical |
        | "ketamine" (RxNorm 6130) | 279 mg       | speaks as warning  |
        | "ketamine" (RxNorm 6130) | 280 mg       | speaks as critical |
        | "ketamine" (RxNorm 6130) | 2 to 4 mg/kg | speaks as critical |

      Examples: above 1 mg/kg, which is 70 mg
        | drug                     | dose           | says              |
        | "ketamine" (RxNorm 6130) | 0.99 mg/kg     | stays silent      |
        | "ketamine" (RxNorm 6130) | 1 mg/kg        | stays silent      |
        | "ketamine" (RxNorm 6130) | 1.01 mg/kg     | speaks as warning |
        | "ketamine" (RxNorm 6130) | 70 mg          | stays silent      |
        | "ketamine" (RxNorm 6130) | 71 mg          | speaks as warning |
        | "ketamine" (RxNorm 6130) | 0.5 to 2 mg/kg | speaks as warning |

      Examples: esketamine is twice as potent: half of each
        | drug                          | dose       | says               |
        | "esketamine" (RxNorm 2119365) | 0.49 mg/kg | stays silent       |
        | "esketamine" (RxNorm 2119365) | 0.5 mg/kg  | stays silent       |
        | "esketamine" (RxNorm 2119365) | 0.51 mg/kg | speaks as warning  |
        | "esketamine" (RxNorm 2119365) | 1.99 mg/kg | speaks as warning  |
        | "esketamine" (RxNorm 2119365) | 2 mg/kg    | speaks as critical |
        | "esketamine" (RxNorm 2119365) | 2.01 mg/kg | speaks as critical |

  Rule: Above what is usual

    Scenario: What the warning says
      Given she weighs 70 kg
      When the clinician signs an order for "ketamine" (RxNorm 6130), oral, 200 mg, for an inpatient
      Then rule "KET-DOSE-OTHER" speaks as warning
      And the summary of the card "KET-DOSE-OTHER" says "above what is usual by this route"
      And the card "KET-DOSE-OTHER" says "20 to 25 %"
      And the card "KET-DOSE-OTHER" says "a bottle or a day was entered as one dose"

    Scenario Outline: <dose> of <drug> under the skin
      Given she weighs 70 kg
      When the clinician signs an order for <drug>, subcutaneous, <dose>, for an outpatient
      Then rule "KET-DOSE-OTHER" <says>

      Examples: above 1 mg/kg, esketamine above 0.5
        | drug                          | dose       | says              |
        | "ketamine" (RxNorm 6130)      | 0.99 mg/kg | stays silent      |
        | "ketamine" (RxNorm 6130)      | 1 mg/kg    | stays silent      |
        | "ketamine" (RxNorm 6130)      | 1.01 mg/kg | speaks as warning |
        | "ketamine" (RxNorm 6130)      | 5 mg/kg    | speaks as warning |
        | "ketamine" (RxNorm 6130)      | 71 mg      | speaks as warning |
        | "esketamine" (RxNorm 2119365) | 0.49 mg/kg | stays silent      |
        | "esketamine" (RxNorm 2119365) | 0.5 mg/kg  | stays silent      |
        | "esketamine" (RxNorm 2119365) | 0.51 mg/kg | speaks as warning |

    Scenario Outline: An infusion under the skin is not one dose: 300 mg over <time>
      Given she weighs 70 kg
      When the clinician signs an order for "ketamine" (RxNorm 6130), subcutaneous, 300 mg, over <time>, for an inpatient
      Then rule "KET-DOSE-OTHER" <says>

      Examples: 5 minutes
        | time       | says              |
        | 4 minutes  | speaks as warning |
        | 5 minutes  | speaks as warning |
        | 6 minutes  | stays silent      |
        | 24 hours   | stays silent      |

    Scenario Outline: <dose> of <drug>, <route>
      Given she weighs <weight>
      When the clinician signs an order for <drug>, <route>, <dose>, for an inpatient
      Then rule "KET-DOSE-OTHER" <says>

      Examples: by mouth above 2.5 mg/kg
        | drug                     | route      | weight | dose         | says              |
        | "ketamine" (RxNorm 6130) | oral       | 70 kg  | 2.49 mg/kg   | stays silent      |
        | "ketamine" (RxNorm 6130) | oral       | 70 kg  | 2.5 mg/kg    | stays silent      |
        | "ketamine" (RxNorm 6130) | oral       | 70 kg  | 2.51 mg/kg   | speaks as warning |
        | "ketamine" (RxNorm 6130) | oral       | 70 kg  | 175 mg       | stays silent      |
        | "ketamine" (RxNorm 6130) | oral       | 70 kg  | 176 mg       | speaks as warning |
        | "ketamine" (RxNorm 6130) | sublingual | 70 kg  | 176 mg       | speaks as warning |
        | "ketamine" (RxNorm 6130) | buccal     | 70 kg  | 176 mg       | speaks as warning |
        | "ketamine" (RxNorm 6130) | oral       | 70 kg  | 1 to 3 mg/kg | speaks as warning |
        | "ketamine" (RxNorm 6130) | oral       | 70 kg  | 0.2 mg/kg    | stays silent      |

      Examples: by mouth above 300 mg
        | drug                     | route | weight | dose   | says              |
        | "ketamine" (RxNorm 6130) | oral  | 130 kg | 299 mg | stays silent      |
        | "ketamine" (RxNorm 6130) | oral  | 130 kg | 300 mg | stays silent      |
        | "ketamine" (RxNorm 6130) | oral  | 130 kg | 301 mg | speaks as warning |

      Examples: by mouth, esketamine: above 1.25 mg/kg or 150 mg
        | drug                          | route | weight | dose       | says              |
        | "esketamine" (RxNorm 2119365) | oral  | 70 kg  | 1.24 mg/kg | stays silent      |
        | "esketamine" (RxNorm 2119365) | oral  | 70 kg  | 1.25 mg/kg | stays silent      |
        | "esketamine" (RxNorm 2119365) | oral  | 70 kg  | 1.26 mg/kg | speaks as warning |
        | "esketamine" (RxNorm 2119365) | oral  | 130 kg | 149 mg     | stays silent      |
        | "esketamine" (RxNorm 2119365) | oral  | 130 kg | 150 mg     | stays silent      |
        | "esketamine" (RxNorm 2119365) | oral  | 130 kg | 151 mg     | speaks as warning |

      Examples: by nose above 100 mg
        | drug                          | route | weight | dose         | says              |
        | "ketamine" (RxNorm 6130)      | nasal | 70 kg  | 99 mg        | stays silent      |
        | "ketamine" (RxNorm 6130)      | nasal | 70 kg  | 100 mg       | stays silent      |
        | "ketamine" (RxNorm 6130)      | nasal | 70 kg  | 101 mg       | speaks as warning |
        | "ketamine" (RxNorm 6130)      | nasal | 70 kg  | 50 to 150 mg | speaks as warning |
        | "esketamine" (RxNorm 2119365) | nasal | 70 kg  | 112 mg       | stays silent      |

    Scenario Outline: <weight>, 100 mg by muscle: pounds are pounds
      Given she weighs <weight>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intramuscular, 100 mg, for an outpatient
      Then rule "KET-DOSE-OTHER" <says>

      Examples:
        | weight      | says              |
        | 100 kg      | stays silent      |
        | 99 kg       | speaks as warning |
        | 221 [lb_av] | stays silent      |
        | 220 [lb_av] | speaks as warning |

    Scenario Outline: What is supplied or taken in a day is no dose: <order>
      Given she weighs 70 kg
      When the clinician signs an order for "ketamine" (RxNorm 6130), oral, 50 mg, <order>
      Then rule "KET-DOSE-OTHER" stays silent

      Examples:
        | order                                         |
        | with a supply of 3000 mg, for an inpatient    |
        | with a supply of 30 mL, for an inpatient      |
        | 4 times a day, for an inpatient               |

    Scenario Outline: 5 mL of <product>
      Given she weighs 70 kg
      When the clinician signs an order for <product>, oral, 5 mL, for an inpatient
      Then rule "KET-DOSE-OTHER" <says>

      Examples:
        | product                            | says              |
        | "ketamine 10 mg/mL oral solution"  | stays silent      |
        | "ketamine 50 mg/mL oral solution"  | speaks as warning |

  Rule: Not this rule's business

    Scenario Outline: <what>
      Given she weighs 70 kg
      When the clinician signs an order for <order>
      Then rule "KET-DOSE-OTHER" stays silent

      Examples:
        | what                          | order                                                                                                       |
        | by vein                       | "ketamine" (RxNorm 6130), intravenous, 3 mg/kg                                                              |
        | a cream                       | "ketamine cream", topical, 500 mg                                                                           |
        | induction by muscle           | "ketamine" (RxNorm 6130), intramuscular, 8 mg/kg, for "general anaesthesia" (SNOMED 274507007)              |
        | premedication of anaesthesia  | "ketamine oral solution" (RxNorm 6130), oral, 5 mg/kg, for "general anaesthesia" (SNOMED 274507007)         |
        | another drug                  | "ketorolac" (RxNorm 35827), intramuscular, 300 mg                                                           |
        | no dose yet                   | "ketamine" (RxNorm 6130), intramuscular                                                                     |

  Rule: What is not known

    Scenario Outline: 60 mg by muscle, weighed <days> days ago
      Given she weighs 70 kg, <days> days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intramuscular, 60 mg, for an outpatient
      Then rule "KET-DOSE-OTHER" <says>

      Examples: 90 days
        | days | says                                          |
        | 90   | stays silent                                  |
        | 91   | is not evaluated because "29463-7" is missing |

    Scenario: 400 mg by mouth is too much whatever she weighs
      When the clinician signs an order for "ketamine" (RxNorm 6130), oral, 400 mg, for an inpatient
      Then rule "KET-DOSE-OTHER" speaks as warning

    Scenario: Per kg by muscle needs no weight
      When the clinician signs an order for "ketamine" (RxNorm 6130), intramuscular, 2 mg/kg, for an outpatient
      Then rule "KET-DOSE-OTHER" speaks as warning

    Scenario: The observations were not loaded
      Given the observations were not loaded
      When the clinician signs an order for "ketamine" (RxNorm 6130), intramuscular, 60 mg, for an outpatient
      Then rule "KET-DOSE-OTHER" is not evaluated because "29463-7" is missing

    Scenario: Nothing says how it is given
      Given she weighs 70 kg
      When the clinician signs an order for "ketamine" (RxNorm 6130), 3 mg/kg, for an outpatient
      Then rule "KET-DOSE-OTHER" is not evaluated because "route" is missing

    Scenario: A volume without a concentration
      Given she weighs 70 kg
      When the clinician signs an order for "ketamine" (RxNorm 6130), oral, 5 mL, for an inpatient
      Then rule "KET-DOSE-OTHER" is not evaluated because "dose in" is missing
