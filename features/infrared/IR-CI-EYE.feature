@IR-CI-EYE
Feature: Light to or near the eyes
  Light over the eyes can injure the retina, and near-infrared light does not make the eye blink. Retinal disease makes
  light to the face a warning; a treatment of foot, knee or back concerns no eye.

  Background:
    Given the service date is 2026-11-20
    And a 67-year-old woman

  Rule: Critical where light is aimed at the eye

    Scenario: A red light device for the eyelid
      When the clinician signs an order for the light device "red LED" (light-therapy pbm-led-red), to the "left eyelid"
      Then a critical card "IR-CI-EYE" is shown
      And the card "IR-CI-EYE" offers to remove the order for "red LED"
      And the card "IR-CI-EYE" offers "Ask the eye clinic"
      And the card "IR-CI-EYE" offers "Order opaque eyewear"
      And the card "IR-CI-EYE" cites evidence "NAALT-2010"
      And the card "IR-CI-EYE" cites evidence "LIAO-2025"
      And the card "IR-CI-EYE" may be overridden because "ophthalmologist-ordered"

    Scenario Outline: <device>, to <site>
      When the clinician signs an order for the light treatment <device>, to the <site>
      Then rule "IR-CI-EYE" speaks as critical

      Examples:
        | device                                  | site                             |
        | "red light" (light-therapy pbm-led-red) | "Eye region" (SNOMED 371398005)  |
        | "NIR LED" (light-therapy pbm-led-nir)   | "Eyeball" (SNOMED 81745001)      |
        | "heat lamp" (HCPCS E0200)               | "Both eyes" (SNOMED 40638003)    |
        | "low-level laser" (HCPCS S8948)         | "Upper Eyelid" (SNOMED 38934000) |
        | "infrared therapy"                      | "Lower Eyelid" (SNOMED 62736007) |
        | "light therapy"                         | "orbit"                          |

    Scenario: The words of the order say the eyes
      When the clinician signs an order for the light device "red light therapy for the eyes"
      Then rule "IR-CI-EYE" speaks as critical

    Scenario: Retinal disease of the other eye does not matter, the site decides
      Given she has "Age-related macular degeneration" (SNOMED 267718000), of the "right eye"
      When the clinician signs an order for the light device "red LED" (light-therapy pbm-led-red), to the "left eye"
      Then rule "IR-CI-EYE" speaks as critical

  Rule: A warning for retinal disease and light to the head

    Scenario Outline: <disease>, light to the <site>
      Given she has <disease>
      When the clinician signs an order for the light treatment "red light" (light-therapy pbm-led-red), to the "<site>"
      Then rule "IR-CI-EYE" speaks as warning
      And the card "IR-CI-EYE" says "may reach the retina"

      Examples:
        | disease                                                                   | site  |
        | "Age-related macular degeneration" (SNOMED 267718000)                     | face  |
        | "Retinitis pigmentosa" (SNOMED 28835009)                                  | scalp |
        | "Retinopathy due to diabetes mellitus" (SNOMED 4855003)                   | jaw   |
        | "Nonexudative age-related macular degeneration" (ICD-10-CM H35.3131)      | face  |
        | "Toxic maculopathy, bilateral, by hydroxychloroquine" (ICD-10-CM H35.383) | face  |
        | "Pigmentary retinal dystrophy" (ICD-10-CM H35.52)                         | face  |

    Scenario: Only suspected, so one step lower
      Given she has "Age-related macular degeneration" (SNOMED 267718000), provisional
      When the clinician signs an order for the light treatment "red light" (light-therapy pbm-led-red), to the "face"
      Then rule "IR-CI-EYE" speaks as info

  Rule: A note for other eye disease, an open site, or a device for the home

    Scenario Outline: <disease>, light to the face
      Given she has <disease>
      When the clinician signs an order for the light treatment "red light" (light-therapy pbm-led-red), to the "face"
      Then rule "IR-CI-EYE" speaks as info
      And the card "IR-CI-EYE" says "ask the eye clinic"

      Examples:
        | disease                                        |
        | "Aphakia, left eye" (ICD-10-CM H27.02)         |
        | "X-linked ocular albinism" (ICD-10-CM E70.310) |

    Scenario Outline: <disease>, and the order does not say where
      Given she has <disease>
      When the clinician signs an order for the light treatment "red light" (light-therapy pbm-led-red)
      Then rule "IR-CI-EYE" speaks as info

      Examples:
        | disease                                               |
        | "Age-related macular degeneration" (SNOMED 267718000) |
        | "Aphakia, left eye" (ICD-10-CM H27.02)                |

    Scenario: A mask for the face at home, healthy eyes
      When the clinician selects an order for the light device "red LED mask" (light-therapy pbm-led-red), to the "face"
      Then rule "IR-CI-EYE" speaks as info
      And the card "IR-CI-EYE" says "opaque eyewear in every session"
      And the card "IR-CI-EYE" offers "Write opaque eyewear on the order"
      And the card "IR-CI-EYE" does not offer to remove the order

    Scenario: The same mask with opaque eyewear on the order
      When the clinician selects an order for the light device "red LED mask" (light-therapy pbm-led-red), to the "face", with the note "Opaque eyewear in every session."
      Then rule "IR-CI-EYE" stays silent

    Scenario: A device for the home, and the order does not say where
      When the clinician signs an order for the light device "red LED panel" (light-therapy pbm-led-red)
      Then rule "IR-CI-EYE" speaks as info

  Rule: Silent where no eye is near

    Scenario Outline: Retinal disease, a device for the home, to the <site>
      Given she has "Age-related macular degeneration" (SNOMED 267718000)
      When the clinician signs an order for the light device "red LED panel" (light-therapy pbm-led-red), to the "<site>"
      Then rule "IR-CI-EYE" stays silent

      Examples:
        | site          |
        | left foot     |
        | right knee    |
        | low back      |
        | neck          |
        | left shoulder |

    Scenario: A treatment of the face by staff, healthy eyes
      When the clinician signs an order for the light treatment "red light" (light-therapy pbm-led-red), to the "face"
      Then rule "IR-CI-EYE" stays silent

    Scenario: A treatment by staff that does not say where, healthy eyes
      When the clinician signs an order for the light treatment "red light" (light-therapy pbm-led-red)
      Then rule "IR-CI-EYE" stays silent

    Scenario: It keeps no suggestion silent that names no site
      Given she has "Unilateral primary osteoarthritis, right knee" (ICD-10-CM M17.11), since 4 years ago
      And her "Pain severity" (LOINC 72514-3) is 5 {score}, 11 days ago
      And she had "supervised exercise programme", 3 months ago
      When the clinician opens the chart
      Then rule "IR-EL-ARTHRITIS" speaks as info

    Scenario Outline: <problem> is no such eye disease now
      Given she has <problem>
      When the clinician signs an order for the light treatment "red light" (light-therapy pbm-led-red), to the "face"
      Then rule "IR-CI-EYE" stays silent

      Examples:
        | problem                                                                 |
        | "Presence of intraocular lens" (ICD-10-CM Z96.1)                        |
        | "Age-related macular degeneration" (SNOMED 267718000), resolved         |
        | "Age-related macular degeneration" (SNOMED 267718000), refuted          |
        | "Age-related macular degeneration" (SNOMED 267718000), entered in error |
        | "Age-related macular degeneration" (SNOMED 267718000), inactive         |
        | "Cataract" (ICD-10-CM H26.9)                                            |

    Scenario: Hydroxychloroquine without retinopathy
      Given she takes "hydroxychloroquine" (RxNorm 5521), oral
      When the clinician signs an order for the light treatment "red light" (light-therapy pbm-led-red), to the "face"
      Then rule "IR-CI-EYE" stays silent

    Scenario: Her father has macular degeneration
      Given her father has "Age-related macular degeneration" (SNOMED 267718000)
      When the clinician signs an order for the light treatment "red light" (light-therapy pbm-led-red), to the "face"
      Then rule "IR-CI-EYE" stays silent

    Scenario: Goggles are no light therapy
      When the clinician signs an order for the light device "goggles for the eyes"
      Then rule "IR-CI-EYE" stays silent

  Rule: What is not known is said

    Scenario: The problem list was not loaded
      Given the conditions were not loaded
      When the clinician signs an order for the light treatment "red light" (light-therapy pbm-led-red), to the "face"
      Then rule "IR-CI-EYE" is not evaluated because "Condition" is missing

    Scenario: A device that is only referred to
      When the clinician signs an order for the light device "red LED", known by a reference only
      Then rule "IR-CI-EYE" is not evaluated because "the device of DeviceRequest/draft-1" is missing
