@IR-CAU-PAD
Feature: Heat on a limb with poor arterial flow
  An ischaemic limb does not carry heat away. Heat is a warning, a device that does not heat a note, another limb nothing.

  Background:
    Given the service date is 2026-11-20
    And a 71-year-old man

  Rule: Heat on that limb is a warning

    Scenario: Claudication of the right leg, a heat lamp for the right foot
      Given he has "Atherosclerosis of native arteries of extremities with intermittent claudication, right leg" (ICD-10-CM I70.211)
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "right foot"
      Then rule "IR-CAU-PAD" speaks as warning
      And the card "IR-CAU-PAD" says "heat may burn a limb"
      And the card "IR-CAU-PAD" rests on "Atherosclerosis of native arteries of extremities with intermittent claudication, right leg"
      And the card "IR-CAU-PAD" offers "Order a vascular assessment"
      And the card "IR-CAU-PAD" offers "Swap to a non-heating option"
      And the card "IR-CAU-PAD" does not offer to remove the order
      And the card "IR-CAU-PAD" may be overridden because "vascular-agrees"
      And the card "IR-CAU-PAD" cites evidence "HEAT-ISCHAEMIA"

    Scenario Outline: <problem>, <device>
      Given he has <problem>
      When the clinician selects an order for the light treatment <device>
      Then rule "IR-CAU-PAD" speaks as warning

      Examples:
        | problem                                                                                              | device                                                      |
        | "Peripheral arterial disease" (SNOMED 840580004)                                                     | "infrared therapy", to the "left foot"                      |
        | "Peripheral vascular disease" (SNOMED 400047006)                                                     | "class 4 laser" (light-therapy laser-class4), to the "knee" |
        | "Peripheral arterial occlusive disease" (SNOMED 399957001)                                           | "infrared lamp" (CPT 97026)                                 |
        | "Peripheral vascular disease, unspecified" (ICD-10-CM I73.9)                                         | "infrared lamp" (CPT 97026), to the "both feet"             |
        | "Peripheral arterial disease" (SNOMED 840580004), of the "left leg"                                  | "low-level laser" (HCPCS S8948), heating, to the "left leg" |
        | "Unspecified atherosclerosis of native arteries of extremities, other extremity" (ICD-10-CM I70.208) | "infrared lamp" (CPT 97026), to the "left hand"             |

  Rule: A note when it does not heat, when it was repaired, or when nobody is sure

    Scenario Outline: A device that does not heat: <device>
      Given he has "Peripheral arterial disease" (SNOMED 840580004)
      When the clinician signs an order for the light treatment <device>
      Then rule "IR-CAU-PAD" speaks as info
      And the card "IR-CAU-PAD" does not say "cannot carry it away"

      Examples:
        | device                                                       |
        | "NIR LED" (light-therapy pbm-led-nir), to the "left foot"    |
        | "low-level laser" (HCPCS S8948)                              |
        | "infrared lamp" (CPT 97026), not heating, to the "left foot" |

    Scenario Outline: <repair>, then heat to the left foot
      Given he has "Peripheral arterial disease" (SNOMED 840580004)
      And he had <repair>
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "left foot"
      Then rule "IR-CAU-PAD" <says>

      Examples:
        | repair                                             | says              |
        | "femoropopliteal bypass, left leg", 1 year ago     | speaks as info    |
        | "Revascularization", of the "left leg", 1 year ago | speaks as info    |
        | "femoropopliteal bypass, right leg", 1 year ago    | speaks as warning |
        | "Revascularization, failed", of the "left leg"     | speaks as warning |
        | "Coronary revascularization", 1 year ago           | speaks as warning |

    Scenario: Provisional
      Given he has "Peripheral arterial disease" (SNOMED 840580004), provisional
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "left foot"
      Then rule "IR-CAU-PAD" speaks as info
      And the card "IR-CAU-PAD" says "the entry is provisional"

  Rule: Silent on another limb, on the trunk, and when it is over

    Scenario Outline: <problem>, heat to the <site>
      Given he has <problem>
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "<site>"
      Then rule "IR-CAU-PAD" stays silent

      Examples:
        | problem                                                                                                           | site          |
        | "Atherosclerosis of native arteries of extremities with intermittent claudication, right leg" (ICD-10-CM I70.211) | left foot     |
        | "Peripheral arterial disease" (SNOMED 840580004), of the "left leg"                                               | right foot    |
        | "Peripheral arterial disease" (SNOMED 840580004)                                                                  | left shoulder |
        | "Peripheral arterial disease" (SNOMED 840580004)                                                                  | low back      |
        | "Peripheral arterial disease" (SNOMED 840580004), resolved                                                        | left foot     |
        | "Peripheral arterial disease" (SNOMED 840580004), inactive                                                        | left foot     |
        | "Peripheral arterial disease" (SNOMED 840580004), refuted                                                         | left foot     |
        | "Peripheral arterial disease" (SNOMED 840580004), entered in error                                                | left foot     |
        | "Venous insufficiency (chronic) (peripheral)" (ICD-10-CM I87.2)                                                   | left foot     |
        | "Atherosclerotic heart disease of native coronary artery" (ICD-10-CM I25.10)                                      | left foot     |

    Scenario: His father's
      Given his father has "Peripheral arterial disease" (SNOMED 840580004)
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "left foot"
      Then rule "IR-CAU-PAD" stays silent

  Rule: What is not known is said

    Scenario: The problem list was not loaded
      Given the conditions were not loaded
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "left foot"
      Then rule "IR-CAU-PAD" is not evaluated because "Condition" is missing

    Scenario: Procedures were not loaded: it warns, and says so
      Given he has "Peripheral arterial disease" (SNOMED 840580004)
      And the procedures were not loaded
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "left foot"
      Then rule "IR-CAU-PAD" speaks as warning
      And the card "IR-CAU-PAD" says "Said although not known"
