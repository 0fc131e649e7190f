package org.tessera.etl.imaging.forward;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.tessera.dicom.net.RemotePeer;
import org.tessera.etl.imaging.ImageIntake;
import org.tessera.etl.imaging.ImageListener;
import org.tessera.etl.imaging.NetworkSettings;
import org.tessera.etl.imaging.remote.WebPeer;
import org.tessera.mappings.Study;

/// What is given on, from the settings `tessera.dicom.forward.<study>.…`: `to`, `tls`, `user`,
/// `password` and `token`.
public final class ForwardPlans {
  private static final String PREFIX = "tessera.dicom.forward.";
  private static final List<String> NAMES = List.of("to", "tls", "user", "password", "token");

  private ForwardPlans() {}

  /// What it needs of the node.
  public record Node(
      ImageIntake images,
      ImageListener listener,
      NetworkSettings settings,
      Function<String, Optional<Study>> studies) {}

  /// The images of a study to an archive.
  record Plan(String study, Target target) {}

  /// @throws IllegalStateException naming the setting and what is wrong
  static List<Plan> read(Map<String, String> settings, Node node) {
    Map<String, Map<String, String>> byStudy = new TreeMap<>();
    settings.forEach((name, value) -> {
      int dot = name.lastIndexOf('.');
      String last = name.substring(dot + 1);
      if (dot < 1 || !NAMES.contains(last)) {
        throw wrong(name, "expected <study>." + String.join(", .", NAMES));
      }
      byStudy
          .computeIfAbsent(name.substring(0, dot), _ -> new TreeMap<>())
          .put(last, value.strip());
    });
    List<Plan> plans = new ArrayList<>();
    byStudy.forEach((study, own) -> {
      if (node.studies.apply(study).isEmpty()) {
        throw wrong(study, "there is no such study");
      }
      try {
        plans.add(new Plan(study, target(study, own, node)));
      } catch (IllegalArgumentException e) {
        throw wrong(study + ".to", String.valueOf(e.getMessage()));
      }
    });
    return plans;
  }

  private static Target target(String study, Map<String, String> own, Node node) {
    String to = own.getOrDefault("to", "");
    if (to.isEmpty()) {
      throw wrong(
          study + ".to", "is missing; it names an archive as TITLE@host:port or https://host/path");
    }
    if (WebPeer.isAddress(to)) {
      var access =
          new WebPeer.Access(
              own.getOrDefault("user", ""),
              own.getOrDefault("password", ""),
              own.getOrDefault("token", ""));
      return new Target.Web(WebPeer.of(to, access, node.settings.tls()));
    }
    String title =
        node.listener
            .titleOf(study)
            .orElseThrow(() ->
                wrong(
                    study,
                    "the name of the study is too long for an AE title; give it one:"
                        + " tessera.dicom.titles=TITLE="
                        + study));
    RemotePeer plain = RemotePeer.parse(to, title);
    return switch (own.getOrDefault("tls", "no")) {
      case "no" -> new Target.Dimse(plain);
      case "yes" ->
          new Target.Dimse(
              plain.over(
                  node.settings
                      .tls()
                      .orElseThrow(() ->
                          wrong(
                              study + ".tls",
                              "needs the node's keys: tessera.dicom.tls.key-store and"
                                  + " .trust-store"))));
      default -> throw wrong(study + ".tls", "is yes or no");
    };
  }

  private static IllegalStateException wrong(String name, String words) {
    return new IllegalStateException(PREFIX + name + ": " + words);
  }
}
