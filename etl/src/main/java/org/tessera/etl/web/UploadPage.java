package org.tessera.etl.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.tessera.etl.Delivery;
import org.tessera.etl.Ingest;
import org.tessera.etl.Reception;
import org.tessera.etl.Reception.Submission;
import org.tessera.mappings.Mappings;

/// Takes the files of the plain form; the script of the page sends them one by one to
/// [DeliveryInterface] instead.
@Controller
class UploadPage {
  private final DeliveryPages pages;
  private final Reception reception;
  private final Ingest ingest;
  private final Mappings mappings;

  UploadPage(DeliveryPages pages, Reception reception, Ingest ingest, Mappings mappings) {
    this.pages = pages;
    this.reception = reception;
    this.ingest = ingest;
    this.mappings = mappings;
  }

  /// What the form says beside its files.
  record Choice(String study, boolean dry, String password) {
    /// A form may leave any of it out.
    @SuppressWarnings("RedundantNullCheck")
    Choice {
      study = Objects.requireNonNullElse(study, "");
      password = Objects.requireNonNullElse(password, "");
    }
  }

  @PostMapping("/deliveries")
  String drop(
      Choice choice,
      @RequestParam List<MultipartFile> file,
      HttpServletResponse response,
      Model model)
      throws IOException {
    List<MultipartFile> chosen =
        file.stream().filter(one -> !(one.isEmpty() && name(one).isEmpty())).toList();
    if (mappings.study(choice.study()).isEmpty()) {
      return again(response, model, "upload.problem.study");
    }
    if (chosen.isEmpty()) {
      return again(response, model, "upload.problem.file");
    }
    List<Delivery> received = new ArrayList<>();
    for (MultipartFile one : chosen) {
      try {
        received.add(receive(choice, one));
      } catch (Reception.NoSpace e) {
        model.addAttribute("taken", received.size());
        model.addAttribute("chosen", chosen.size());
        again(response, model, "upload.problem.space");
        response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        response.setHeader(HttpHeaders.RETRY_AFTER, DeliveryInterface.RETRY_AFTER_SECONDS);
        return "etl/deliveries";
      }
    }
    return received.size() > 1
        ? "redirect:/deliveries"
        : "redirect:/deliveries/" + received.getFirst().id();
  }

  private Delivery receive(Choice choice, MultipartFile one) throws IOException {
    try (var content = one.getInputStream()) {
      Delivery delivery =
          reception.receive(
              new Submission(choice.study(), name(one), "page", choice.dry()), content);
      ingest.unlock(delivery, choice.password());
      return delivery;
    }
  }

  private String again(HttpServletResponse response, Model model, String problem) {
    response.setStatus(HttpServletResponse.SC_UNPROCESSABLE_CONTENT);
    model.addAttribute("problem", problem);
    return pages.list(model);
  }

  private static String name(MultipartFile file) {
    return Optional.ofNullable(file.getOriginalFilename()).orElse("");
  }
}
