package org.tessera.fhir.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class ReferencesTest {
  private static final String[] TEXTS = {
    "Patient/a",
    "Patient/a/_history/3",
    "Group/b-1.2",
    "\"reference\":\"Patient/quoted\"",
    "\\\"reference\":\"Patient/backslash",
    "\\",
    "reference",
    "#inside",
    "http://elsewhere/Patient/a",
    "Nothing/a",
    "Patient/é\u2028",
    ""
  };
  private static final String[] NAMES = {"reference", "display", "text", "subject", "ref"};

  @Test
  void only_addresses_of_this_store_are_targets_and_each_once() {
    ObjectNode resource = FhirJson.newObject().put("resourceType", "Observation").put("id", "o");
    resource.putObject("subject").put("reference", "Patient/a/_history/2");
    resource.putArray("performer").addObject().put("reference", "Patient/a");
    resource.putObject("focus").put("display", "see \"reference\":\"Patient/b\"");

    assertThat(targets(resource)).containsExactly("Patient/a");
  }

  @Test
  void entries_of_a_stored_bundle_refer_to_each_other() {
    ObjectNode bundle = FhirJson.newObject().put("resourceType", "Bundle").put("id", "b");
    bundle.putObject("entry").put("reference", "Patient/a");

    assertThat(targets(bundle)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
  void whatever_stands_in_other_texts_the_bytes_say_what_the_tree_says(long seed) {
    var random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      ObjectNode resource = FhirJson.newObject().put("resourceType", "Basic").put("id", "x");
      Set<String> expected = new LinkedHashSet<>();
      fill(resource.putObject("extension"), random, 4, expected);

      assertThat(targets(resource)).as(resource::toString).isEqualTo(expected);
    }
  }

  private static Set<String> targets(ObjectNode resource) {
    return References.targets(ResourceContent.encode(resource));
  }

  private static void fill(ObjectNode node, Random random, int depth, Set<String> expected) {
    for (int i = random.nextInt(4); i >= 0; i--) {
      String name = NAMES[random.nextInt(NAMES.length)];
      String text = TEXTS[random.nextInt(TEXTS.length)];
      if (node.has(name)) {
        continue;
      }
      if (depth > 0 && random.nextBoolean()) {
        fill(node.putArray(name).addObject(), random, depth - 1, expected);
      } else {
        node.put(name, text);
        if (name.equals("reference")) {
          References.local(text).ifPresent(expected::add);
        }
      }
    }
  }
}
