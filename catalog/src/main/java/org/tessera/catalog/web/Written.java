package org.tessera.catalog.web;

import java.util.List;
import java.util.Optional;
import org.springframework.ui.Model;
import org.tessera.catalog.description.Described;
import org.tessera.catalog.description.Descriptions;

/// Puts what somebody wrote into a page, and who holds it.
final class Written {
  private Written() {}

  static void of(Descriptions all, Optional<Described> described, Model model) {
    model.addAttribute("described", described.orElse(null));
    model.addAttribute("rows", described.map(all::rows).orElse(List.of()));
    holders(all, described, model);
  }

  /// The biobank and the networks of a collection, or the networks of a biobank.
  static void holders(Descriptions all, Optional<Described> described, Model model) {
    Optional<Described> biobank =
        described.flatMap(one -> all.find("biobank", one.first("biobank")));
    model.addAttribute("biobank", biobank.orElse(null));
    model.addAttribute(
        "networks",
        biobank.or(() -> described).stream()
            .flatMap(one -> one.values("network").stream())
            .flatMap(id -> all.find("network", id).stream())
            .toList());
  }
}
