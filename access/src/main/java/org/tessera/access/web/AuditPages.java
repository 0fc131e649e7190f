package org.tessera.access.web;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.tessera.access.audit.AuditQuestion;
import org.tessera.access.audit.AuditRow;
import org.tessera.access.audit.AuditTrail;

/// Shows the audit trail; the filters are in the address, so that a view can be sent on.
@Controller
class AuditPages {
  private final AuditTrail trail;

  AuditPages(AuditTrail trail) {
    this.trail = trail;
  }

  @ModelAttribute("question")
  AuditQuestion question(
      @RequestParam(name = "actor", defaultValue = "") String actor,
      @RequestParam(name = "action", defaultValue = "") String action,
      @RequestParam(name = "target", defaultValue = "") String target,
      @RequestParam(name = "from", required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE)
          Optional<LocalDate> from,
      @RequestParam(name = "to", required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE)
          Optional<LocalDate> to) {
    return new AuditQuestion(actor.strip(), action, target.strip(), from, to, Long.MAX_VALUE);
  }

  @GetMapping("/audit")
  String page(
      @ModelAttribute("question") AuditQuestion question,
      @RequestParam(name = "before", defaultValue = "" + Long.MAX_VALUE) long before,
      Model model) {
    List<AuditRow> rows = rows(question, before);
    model.addAttribute("rows", rows);
    model.addAttribute("head", trail.head());
    model.addAttribute("last", rows.isEmpty() ? 1 : rows.getLast().id());
    return "access/audit";
  }

  @GetMapping("/api/audit")
  @ResponseBody
  List<Map<String, Object>> json(
      @ModelAttribute("question") AuditQuestion question,
      @RequestParam(name = "before", defaultValue = "" + Long.MAX_VALUE) long before) {
    return rows(question, before).stream().map(AuditPages::json).toList();
  }

  private List<AuditRow> rows(AuditQuestion asked, long before) {
    return trail.find(
        new AuditQuestion(
            asked.actor(), asked.action(), asked.target(), asked.from(), asked.to(), before));
  }

  private static Map<String, Object> json(AuditRow row) {
    return Map.of(
        "id", row.id(),
        "at", row.at().toString(),
        "actor", row.entry().actor(),
        "roles", row.entry().roles(),
        "action", row.entry().action(),
        "target", row.entry().target(),
        "outcome", row.entry().outcome());
  }
}
