@IR-CAU-INJECTION
Feature: Light soon after a local injection
  Heat may spread toxin or filler, and a steroid may blunt what light does: two weeks at the same site. What is swallowed,
  infused or rubbed in is none of its business.

  Background:
    Given the service date is 2026-11-20
    And a 50-year-old woman

  Rule: At the site of an injection it is a note

    Scenario: A steroid in the left knee last week, light to the left knee
      Given she was given "triamcinolone" (RxNorm 10759), by the route "intra-articular", put on the "left knee", 7 days ago
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "left knee"
      Then rule "IR-CAU-INJECTION" speaks as info
      And the card "IR-CAU-INJECTION" says "delay light therapy at that site"
      And the card "IR-CAU-INJECTION" rests on "triamcinolone"
      And the card "IR-CAU-INJECTION" offers "Ask who injected"
      And the card "IR-CAU-INJECTION" does not offer to remove the order
      And the card "IR-CAU-INJECTION" may be overridden because "different-site"
      And the card "IR-CAU-INJECTION" cites evidence "INJECTION-PRACTICE"
      And the card "IR-CAU-INJECTION" cites evidence "LOPES-MARTINS-2006"

    Scenario Outline: <injection>, light <where>
      Given <injection>
      When the clinician selects an order for the light device "NIR LED" (light-therapy pbm-led-nir)<where>
      Then rule "IR-CAU-INJECTION" speaks as info

      Examples:
        | injection                                                                                        | where                    |
        | she was given "methylprednisolone" (RxNorm 6902), put on the "lumbar spine", 3 days ago          | , to the "low back"      |
        | she was given "onabotulinumtoxinA" (RxNorm 860189), intramuscular, put on the "neck", 3 days ago | , to the "neck"          |
        | she was given "onabotulinumtoxinA" (RxNorm 860189), intramuscular, 3 days ago                    | , to the "neck"          |
        | she was given "onabotulinumtoxinA" (RxNorm 860189), put on the "face", 3 days ago                |                          |
        | she had "corticosteroid injection, left shoulder", 3 days ago                                    | , to the "left shoulder" |
        | she had "injection of corticosteroid into joint", of the "left knee", 3 days ago                 | , to the "left knee"     |
        | she had "dermal filler", of the "face", 3 days ago                                               | , to the "face"          |
        | she had "botulinum toxin injection", 3 days ago                                                  | , to the "left foot"     |

    Scenario Outline: Injected <days> days ago
      Given she was given "triamcinolone" (RxNorm 10759), by the route "intra-articular", put on the "left knee", <days> days ago
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "left knee"
      Then rule "IR-CAU-INJECTION" <says>

      Examples:
        | days | says           |
        | 0    | speaks as info |
        | 13   | speaks as info |
        | 14   | speaks as info |
        | 15   | stays silent   |

    Scenario Outline: A procedure <days> days ago
      Given she had "corticosteroid injection, left shoulder", <days> days ago
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "left shoulder"
      Then rule "IR-CAU-INJECTION" <says>

      Examples:
        | days | says           |
        | 14   | speaks as info |
        | 15   | stays silent   |

  Rule: Silent elsewhere, by another route, and for what was not done

    Scenario Outline: <injection>
      Given <injection>
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "left knee"
      Then rule "IR-CAU-INJECTION" stays silent

      Examples:
        | injection                                                                                                                          |
        | she was given "triamcinolone" (RxNorm 10759), by the route "intra-articular", put on the "right knee", 3 days ago                  |
        | she was given "triamcinolone" (RxNorm 10759), by the route "intra-articular", put on the "left shoulder", 3 days ago               |
        | she was given "triamcinolone" (RxNorm 10759), by the route "intra-articular", put on the "left knee", 3 days ago, not given        |
        | she was given "triamcinolone" (RxNorm 10759), by the route "intra-articular", put on the "left knee", 3 days ago, entered in error |
        | she was given "methylprednisolone" (RxNorm 6902), intramuscular, put on the "left thigh", 3 days ago                               |
        | she takes "dexamethasone" (RxNorm 3264), oral                                                                                      |
        | she takes "triamcinolone" (RxNorm 10759), topical, put on the "left knee"                                                          |
        | she takes "dexamethasone" (RxNorm 3264), by the route "ophthalmic"                                                                 |
        | she was given "onabotulinumtoxinA" (RxNorm 860189), put on the "face", 3 days ago                                                  |
        | she had "corticosteroid injection, right knee", 3 days ago                                                                         |
        | she had "corticosteroid injection, left knee", 3 days ago, not done                                                                |
        | she had "arthroscopy, left knee", 3 days ago                                                                                       |

  Rule: What is not known is said

    Scenario Outline: The <kind> were not loaded
      Given the <kind> were not loaded
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "left knee"
      Then rule "IR-CAU-INJECTION" is not evaluated because "<what>" is missing

      Examples:
        | kind                       | what                     |
        | medication administrations | MedicationAdministration |
        | procedures                 | Procedure                |

    Scenario: A steroid that was given, nobody wrote when
      Given she was given "triamcinolone" (RxNorm 10759), by the route "intra-articular", put on the "left knee", without a date
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "left knee"
      Then rule "IR-CAU-INJECTION" is not evaluated because "the last dose" is missing
