package org.tessera.fhir.validation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.tessera.fhir.store.Resources;
import tools.jackson.databind.node.ObjectNode;

class UndecidedTest {
  @Test
  void only_what_a_value_set_that_cannot_be_expanded_brought_up_is_softened() {
    ObjectNode outcome =
        Resources.json(
            "{'resourceType':'OperationOutcome','issue':[{'severity':'error','diagnostics':'Unable"
                + " to expand value set','location':['a']},{'severity':'error','diagnostics':'None"
                + " of the codings provided are in the value set"
                + " x','location':['a']},{'severity':'error','diagnostics':'None of the codings"
                + " provided are in the value set"
                + " y','location':['b']},{'severity':'error','diagnostics':'minimum required ="
                + " 1','location':['a']}]}");
    assertThat(Undecided.softened(outcome).path("issue").valueStream())
        .extracting(issue -> issue.path("severity").stringValue())
        .containsExactly("warning", "warning", "error", "error");
  }
}
