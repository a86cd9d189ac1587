@KET-DOSE-IV-PAIN
Feature: Intravenous ketamine dose for pain
  Regimens for pain are slow and long. A bolus is judged by its dose, an infusion by its rate.

  Background:
    Given the service date is 2026-11-20
    And a 45-year-old woman

  Rule: In the range of anaesthesia

    Scenario: What the card says
      Given she weighs 70 kg
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, at 150 mg/h, for "CRPS of the hand" (ICD-10-CM G90.513)
      Then rule "KET-DOSE-IV-PAIN" speaks as critical
      And the card "KET-DOSE-IV-PAIN" says "range of anaesthesia"
      And the card "KET-DOSE-IV-PAIN" says "0.35 mg/kg/h and 25 mg/h"
      And the card "KET-DOSE-IV-PAIN" says "150 mg/h"
      And the card "KET-DOSE-IV-PAIN" rests on "Body weight"
      And the card "KET-DOSE-IV-PAIN" offers "Ask a pharmacist to verify the dose"
      And the card "KET-DOSE-IV-PAIN" does not offer to remove the order
      And the card "KET-DOSE-IV-PAIN" may be overridden because "dose-verified"
      And the card "KET-DOSE-IV-PAIN" may be overridden because "monitoring-in-place"
      And the card "KET-DOSE-IV-PAIN" cites evidence "E6"
      And the card "KET-DOSE-IV-PAIN" cites evidence "E5"
      And the card "KET-DOSE-IV-PAIN" cites evidence "E1"
      And the card "KET-DOSE-IV-PAIN" cites evidence "E3"

    Scenario Outline: <dose> for back pain
      Given she weighs 70 kg
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, <dose>, for "back pain after a fall"
      Then rule "KET-DOSE-IV-PAIN" <says>

      Examples: at once, from 1 mg/kg, which is 70 mg; the pain is acute, so a small dose gets no note
        | dose                       | says               |
        | 0.3 mg/kg, over 5 minutes  | is not evaluated because "reason" is missing |
        | 0.99 mg/kg, over 5 minutes | is not evaluated because "reason" is missing |
        | 1 mg/kg, over 5 minutes    | speaks as critical |
        | 1 mg/kg, over 6 minutes    | speaks as critical |
        | 70 mg, over 1 minute       | speaks as critical |
        | 69 mg, over 1 minute       | is not evaluated because "reason" is missing |
        | 1 mg/kg                    | speaks as critical |
        | 0.5 to 1 mg/kg             | speaks as critical |

    Scenario Outline: <dose> for CRPS
      Given she weighs 70 kg
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, <dose>, for "CRPS of the hand" (ICD-10-CM G90.513)
      Then rule "KET-DOSE-IV-PAIN" speaks as <indicator>

      Examples: above 2 mg/kg/h, which is 140 mg/h
        | dose                              | indicator |
        | at 2 mg/kg/h                      | warning   |
        | at 2.01 mg/kg/h                   | critical  |
        | at 140 mg/h                       | warning   |
        | at 141 mg/h                       | critical  |
        | 8 mg/kg, over 4 hours             | warning   |
        | 8.1 mg/kg, over 4 hours           | critical  |
        | at 33 ug/kg/min                   | warning   |
        | at 34 ug/kg/min                   | critical  |
        | at 5 mg/kg/min                    | critical  |
        | at 140 mg per 1 h                 | warning   |
        | at 2 mg/kg per 30 min             | critical  |

    Scenario Outline: A bolus, <dose>, is not judged by its minutes
      Given she weighs 70 kg
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, <dose>, for "CRPS of the hand" (ICD-10-CM G90.513)
      Then rule "KET-DOSE-IV-PAIN" speaks as info

      Examples:
        | dose                      |
        | 0.3 mg/kg, over 5 minutes |
        | 0.9 mg/kg, over 5 minutes |

  Rule: Faster than described

    Scenario Outline: <dose> for neuropathic pain
      Given she weighs 70 kg
      When the clinician selects an order for "ketamine" (RxNorm 6130), intravenous, <dose>, for "postherpetic neuralgia" (SNOMED 2177002)
      Then rule "KET-DOSE-IV-PAIN" <says>

      Examples: above 1 mg/kg/h, which is 70 mg/h
        | dose                    | says              |
        | 2.1 mg/kg, over 3 hours | stays silent      |
        | 3 mg/kg, over 3 hours   | stays silent      |
        | 3.1 mg/kg, over 3 hours | speaks as warning |
        | 210 mg, over 3 hours    | stays silent      |
        | 211 mg, over 3 hours    | speaks as warning |

    Scenario Outline: <dose> for CRPS, sustained
      Given she weighs 70 kg
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, <dose>, for "CRPS of the hand" (ICD-10-CM G90.513)
      Then rule "KET-DOSE-IV-PAIN" <says>

      Examples: above 25 mg/h for more than an hour
        | dose                    | says              |
        | 96 mg, over 4 hours     | stays silent      |
        | 100 mg, over 4 hours    | stays silent      |
        | 101 mg, over 4 hours    | speaks as warning |
        | 1.4 mg/kg, over 4 hours | stays silent      |
        | 1.5 mg/kg, over 4 hours | speaks as warning |
        | at 26 mg/h              | speaks as warning |
        | 30 mg, over 60 minutes  | speaks as info    |
        | 30 mg, over 61 minutes  | speaks as warning |

    Scenario Outline: 5 <unit> and "per minute"
      Given she weighs 70 kg
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, at 5 <unit>, over 4 hours, for "neuropathic pain" (SNOMED 247398009)
      Then rule "KET-DOSE-IV-PAIN" <says>

      Examples: 0.3 mg/kg/h is slow; a thousand times as much is lethal
        | unit      | says               |
        | ug/kg/min | stays silent       |
        | mcg/kg/min | stays silent      |
        | mg/kg/min | speaks as critical |

    Scenario Outline: 10 mL/h of <product>
      Given she weighs 70 kg
      When the clinician signs an order for <product>, intravenous, at 10 mL/h, over 4 hours, for "CRPS of the hand" (ICD-10-CM G90.513)
      Then rule "KET-DOSE-IV-PAIN" <says>

      Examples: without a concentration nobody knows
        | product                                | says                                          |
        | "ketamine 500 MG per 250 ML infusion"  | stays silent                                  |
        | "ketamine 500 MG per 100 ML infusion"  | speaks as warning                             |
        | "ketamine 50 MG/ML infusion"           | speaks as critical                            |
        | "ketamine" (RxNorm 6130)               | is not evaluated because "dose in" is missing |

  Rule: Less than the guideline's regimen, in chronic pain

    Scenario Outline: <dose>
      Given she weighs 70 kg
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, <dose>, for "neuropathic pain" (SNOMED 247398009)
      Then rule "KET-DOSE-IV-PAIN" <says>

      Examples: below 80 mg, or less than two hours
        | dose                     | says           |
        | 79 mg, over 3 hours      | speaks as info |
        | 80 mg, over 3 hours      | stays silent   |
        | 81 mg, over 3 hours      | stays silent   |
        | 100 mg, over 119 minutes | speaks as info |
        | 100 mg, over 120 minutes | stays silent   |
        | 100 mg, over 121 minutes | stays silent   |
        | 0.5 mg/kg, over 3 hours  | speaks as info |
        | 79 to 120 mg, over 3 hours | speaks as info |

    Scenario: What the note says
      Given she weighs 70 kg
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, 35 mg, over 40 minutes, for "fibromyalgia" (ICD-10-CM M79.7)
      Then rule "KET-DOSE-IV-PAIN" speaks as info
      And the card "KET-DOSE-IV-PAIN" says "Cochrane review sees no clear evidence of benefit"

  Rule: What it is ordered for

    Scenario Outline: Ordered for <reason>
      Given she weighs 70 kg
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, at 1.5 mg/kg/h, over 3 hours, for <reason>
      Then rule "KET-DOSE-IV-PAIN" <says>

      Examples:
        | reason                                           | says                                         |
        | "CRPS of the hand" (ICD-10-CM G90.513)           | speaks as warning                            |
        | "causalgia of the arm" (ICD-10-CM G56.41)        | speaks as warning                            |
        | "chronic pain syndrome" (ICD-10-CM G89.4)        | speaks as warning                            |
        | "pain of cancer" (ICD-10-CM G89.3)               | speaks as warning                            |
        | "fibromyalgia" (ICD-10-CM M79.7)                 | speaks as warning                            |
        | "low back pain" (ICD-10-CM M54.50)               | speaks as warning                            |
        | "phantom limb pain"                              | speaks as warning                            |
        | "migraine, refractory"                           | speaks as warning                            |
        | "depression" (ICD-10-CM F33.2)                   | stays silent                                 |
        | "general anaesthesia" (SNOMED 274507007)         | stays silent                                 |
        | "as discussed"                                   | is not evaluated because "reason" is missing |

    Scenario Outline: No reason on the order, and she has <problem>
      Given she weighs 70 kg
      And she has <problem>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, at 1.5 mg/kg/h, over 3 hours
      Then rule "KET-DOSE-IV-PAIN" <says>

      Examples:
        | problem                                             | says                                         |
        | "CRPS of the hand" (ICD-10-CM G90.513)              | speaks as warning                            |
        | "CRPS of the hand" (ICD-10-CM G90.513), provisional | speaks as info                               |
        | "CRPS of the hand" (ICD-10-CM G90.513), refuted     | is not evaluated because "reason" is missing |
        | "CRPS of the hand" (ICD-10-CM G90.513), resolved    | is not evaluated because "reason" is missing |
        | "CRPS" (ICD-10-CM G90.513), entered in error        | is not evaluated because "reason" is missing |
        | "ankle sprain" (ICD-10-CM S93.401A)                 | is not evaluated because "reason" is missing |

    Scenario: CRPS and fibromyalgia: the order's reason decides
      Given she weighs 70 kg
      And she has "CRPS of the hand" (ICD-10-CM G90.513)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, 120 mg, over 4 hours, for "fibromyalgia" (ICD-10-CM M79.7)
      Then rule "KET-DOSE-IV-PAIN" stays silent

    Scenario: A reason in words that names depression, beside a CRPS
      Given she weighs 70 kg
      And she has "CRPS of the hand" (ICD-10-CM G90.513)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, 150 mg, over 60 minutes, for "depression"
      Then rule "KET-DOSE-IV-PAIN" is not evaluated because "reason" is missing

  Rule: Other ways to give it

    Scenario Outline: <order>
      Given she weighs 70 kg
      When the clinician signs an order for <order>, for "CRPS of the hand" (ICD-10-CM G90.513)
      Then rule "KET-DOSE-IV-PAIN" stays silent

      Examples:
        | order                                                       |
        | "ketamine" (RxNorm 6130), intramuscular, 1 mg/kg            |
        | "ketamine" (RxNorm 6130), oral, 2 mg/kg                     |
        | "ketamine cream", topical, 300 mg                           |
        | "ketorolac" (RxNorm 35827), intravenous, 300 mg             |
        | "ketamine" (RxNorm 6130), intravenous                       |

    Scenario: Anaesthesia is out of scope
      Given she weighs 70 kg
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, 2 mg/kg, for "general anaesthesia" (SNOMED 274507007)
      Then rule "KET-DOSE-IV-PAIN" stays silent

  Rule: What is not known

    Scenario Outline: 101 mg/h for 3 hours, weighed <days> days ago
      Given she weighs 95 kg, <days> days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, at 101 mg/h, over 3 hours, for "neuropathic pain" (SNOMED 247398009)
      Then rule "KET-DOSE-IV-PAIN" <says>

      Examples: 90 days
        | days | says                                          |
        | 90   | speaks as warning                             |
        | 91   | is not evaluated because "29463-7" is missing |

    Scenario: The observations were not loaded
      Given the observations were not loaded
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, at 101 mg/h, over 3 hours, for "neuropathic pain" (SNOMED 247398009)
      Then rule "KET-DOSE-IV-PAIN" is not evaluated because "29463-7" is missing

    Scenario: The problems were not loaded and the order gives no reason
      Given she weighs 70 kg
      And the conditions were not loaded
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, at 1.5 mg/kg/h, over 3 hours
      Then rule "KET-DOSE-IV-PAIN" is not evaluated because "Condition" is missing

    Scenario: The route is not stated
      Given she weighs 70 kg
      When the clinician signs an order for "ketamine" (RxNorm 6130), at 1.5 mg/kg/h, over 3 hours, for "neuropathic pain" (SNOMED 247398009)
      Then rule "KET-DOSE-IV-PAIN" is not evaluated because "route" is missing
