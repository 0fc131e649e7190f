package org.tessera.access.web;

import jakarta.servlet.http.HttpServletResponse;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.tessera.access.Role;
import org.tessera.access.identity.Account;
import org.tessera.access.identity.AccountRefusal;
import org.tessera.access.identity.AccountRefusal.Reason;
import org.tessera.access.identity.Accounts;
import org.tessera.access.identity.SignedIn;

/// Lets an administrator open accounts, give roles and close accounts.
@Controller
class PeoplePages {
  private final Accounts accounts;

  PeoplePages(Accounts accounts) {
    this.accounts = accounts;
  }

  @GetMapping("/people")
  String list(Model model) {
    model.addAttribute("accounts", accounts.all());
    model.addAttribute("roles", Role.values());
    return "access/people";
  }

  @PostMapping("/people")
  String create(
      @RequestParam("name") String name,
      @RequestParam("display") String display,
      @RequestParam(name = "roles", required = false) @Nullable List<Role> roles,
      HttpServletResponse response,
      Model model) {
    Set<Role> given = set(roles);
    try {
      var kind = given.contains(Role.EXTERNAL_SYSTEM) ? Account.Kind.SYSTEM : Account.Kind.PERSON;
      if (kind == Account.Kind.SYSTEM && given.size() > 1) {
        throw new AccountRefusal(Reason.SYSTEM_ALONE);
      }
      showOnce(model, name, accounts.create(name, display, kind, given));
    } catch (AccountRefusal e) {
      problem(response, model, e);
    }
    return list(model);
  }

  @PostMapping("/people/{name}/roles")
  String roles(
      @PathVariable("name") String name,
      @RequestParam(name = "roles", required = false) @Nullable List<Role> roles,
      Authentication authentication,
      HttpServletResponse response,
      Model model) {
    try {
      requireOther(name, authentication);
      Account account = accounts.find(name).orElseThrow(() -> unknown());
      Set<Role> given = set(roles);
      boolean system = account.kind() == Account.Kind.SYSTEM;
      if (system != given.contains(Role.EXTERNAL_SYSTEM) && !given.isEmpty()) {
        throw new AccountRefusal(Reason.SYSTEM_ROLE);
      }
      accounts.changeRoles(name, given);
    } catch (AccountRefusal e) {
      problem(response, model, e);
      return list(model);
    }
    return "redirect:/people";
  }

  @PostMapping("/people/{name}/password")
  String password(
      @PathVariable("name") String name,
      Authentication authentication,
      HttpServletResponse response,
      Model model) {
    try {
      requireOther(name, authentication);
      accounts.find(name).orElseThrow(() -> unknown());
      showOnce(model, name, accounts.resetPassword(name));
    } catch (AccountRefusal e) {
      problem(response, model, e);
    }
    return list(model);
  }

  @PostMapping("/people/{name}/active")
  String active(
      @PathVariable("name") String name,
      @RequestParam("active") boolean active,
      Authentication authentication,
      HttpServletResponse response,
      Model model) {
    try {
      requireOther(name, authentication);
      accounts.find(name).orElseThrow(() -> unknown());
      accounts.setActive(name, active);
    } catch (AccountRefusal e) {
      problem(response, model, e);
      return list(model);
    }
    return "redirect:/people";
  }

  /// Nobody raises or shuts out themselves by mistake, so that a node keeps an administrator.
  private static void requireOther(String name, Authentication authentication) {
    if (SignedIn.person(authentication).name().equals(name)) {
      throw new AccountRefusal(Reason.OWN);
    }
  }

  private static AccountRefusal unknown() {
    return new AccountRefusal(Reason.UNKNOWN);
  }

  private static void showOnce(Model model, String name, String password) {
    model.addAttribute("newName", name);
    model.addAttribute("newPassword", password);
  }

  private static void problem(HttpServletResponse response, Model model, AccountRefusal why) {
    response.setStatus(HttpServletResponse.SC_UNPROCESSABLE_CONTENT);
    model.addAttribute("problem", why.key());
  }

  private static Set<Role> set(@Nullable List<Role> roles) {
    return roles == null || roles.isEmpty() ? Set.of() : EnumSet.copyOf(roles);
  }
}
