package org.tessera.access.web;

import jakarta.servlet.http.HttpServletResponse;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.tessera.access.Person;
import org.tessera.access.identity.Account;
import org.tessera.access.identity.AccountRefusal;
import org.tessera.access.identity.Accounts;
import org.tessera.access.identity.FirstAdministrator;
import org.tessera.access.identity.SessionCookie;
import org.tessera.access.identity.SignedIn;
import org.tessera.access.identity.Tokens;

/// Shows people their own account and changes their password.
@Controller
class AccountPages {
  private final Accounts accounts;
  private final FirstAdministrator first;
  private final Tokens tokens;
  private final SessionCookie cookie;

  AccountPages(Accounts accounts, FirstAdministrator first, Tokens tokens, SessionCookie cookie) {
    this.accounts = accounts;
    this.first = first;
    this.tokens = tokens;
    this.cookie = cookie;
  }

  @GetMapping("/account")
  String show(Authentication authentication, Model model) {
    Person person = SignedIn.person(authentication);
    model.addAttribute("person", person);
    model.addAttribute("local", accounts.find(person.name()).isPresent());
    model.addAttribute("mustChange", ((SignedIn) authentication).mustChangePassword());
    return "access/account";
  }

  @PostMapping("/account/password")
  String change(
      @RequestParam("present") String present,
      @RequestParam("chosen") String chosen,
      Authentication authentication,
      HttpServletResponse response,
      Model model) {
    String name = SignedIn.person(authentication).name();
    try {
      accounts.changePassword(name, present, chosen);
    } catch (AccountRefusal e) {
      response.setStatus(HttpServletResponse.SC_UNPROCESSABLE_CONTENT);
      model.addAttribute("problem", e.key());
      return show(authentication, model);
    }
    first.ensure();
    Account account = accounts.find(name).orElseThrow();
    cookie.set(response, tokens.issue(account, Tokens.BROWSER));
    return "redirect:/account?changed";
  }
}
