package org.tessera.access.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.tessera.access.identity.Account;
import org.tessera.access.identity.LocalPath;
import org.tessera.access.identity.SessionCookie;
import org.tessera.access.identity.SignIn;
import org.tessera.access.identity.SignInOffer;
import org.tessera.access.identity.Tokens;

/// Signs browsers in and out.
@Controller
class SignInPages {
  private final SignIn signIn;
  private final Tokens tokens;
  private final SessionCookie cookie;
  private final SignInOffer offer;

  SignInPages(SignIn signIn, Tokens tokens, SessionCookie cookie, SignInOffer offer) {
    this.signIn = signIn;
    this.tokens = tokens;
    this.cookie = cookie;
    this.offer = offer;
  }

  /// What people call the OpenID provider they may sign in with instead, empty without one.
  @ModelAttribute("provider")
  String provider() {
    return offer.provider();
  }

  @GetMapping("/sign-in")
  String form(
      @RequestParam(name = "next", defaultValue = "/") String next,
      @RequestParam(name = "problem", defaultValue = "") String problem,
      Model model) {
    if (problem.equals("provider")) {
      model.addAttribute("problem", "sign-in.problem.provider");
    }
    model.addAttribute("next", LocalPath.of(next));
    return "access/sign-in";
  }

  @PostMapping("/sign-in")
  String enter(
      @RequestParam("username") String username,
      @RequestParam("password") String password,
      HttpServletRequest request,
      HttpServletResponse response,
      Model model) {
    String next = LocalPath.of(request.getParameter("next"));
    return switch (signIn.check(username.strip(), password, request.getRemoteAddr())) {
      case SignIn.Outcome.Accepted(Account account) -> {
        // A token known from before the sign-in must not be good after it.
        new CookieCsrfTokenRepository().saveToken(null, request, response);
        cookie.set(response, tokens.issue(account, Tokens.BROWSER));
        yield "redirect:" + (account.oneTime() ? "/account" : next);
      }
      case SignIn.Outcome.Wrong _ -> {
        response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
        yield again(model, next, "sign-in.problem.wrong");
      }
      case SignIn.Outcome.Wait wait -> {
        response.setStatus(429);
        long seconds = wait.atLeast().toSeconds() + 1;
        response.setHeader("Retry-After", Long.toString(seconds));
        model.addAttribute("seconds", seconds);
        yield again(model, next, "sign-in.problem.wait");
      }
    };
  }

  @PostMapping("/sign-out")
  String leave(HttpServletResponse response) {
    cookie.clear(response);
    return "redirect:/";
  }

  private static String again(Model model, String next, String problem) {
    model.addAttribute("next", next);
    model.addAttribute("problem", problem);
    return "access/sign-in";
  }
}
