package org.tessera.app.web;

import java.util.stream.Collectors;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.tessera.etl.imaging.forward.Forwarding;
import org.tessera.etl.imaging.forward.Forwards;

/// `./tessera dicom forward`: how far images are that are given on to other archives.
@RestController
@RequestMapping(path = "/api/node/dicom/forward", produces = MediaType.TEXT_PLAIN_VALUE)
final class ForwardCommands {
  private final Forwards forwards;

  ForwardCommands(Forwards forwards) {
    this.forwards = forwards;
  }

  @GetMapping
  String state() {
    String state = forwards.state().stream().map(Forwarding::text).collect(Collectors.joining());
    return state.isEmpty()
        ? "Nothing is given on to other archives; tessera.dicom.forward.STUDY.to names one.\n"
        : state;
  }

  @PostMapping
  String again() {
    return "%,d instances that were refused are sent anew.%n".formatted(forwards.again());
  }
}
