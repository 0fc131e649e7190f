package org.tessera.access.web;

import java.util.Map;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;
import org.tessera.access.Person;
import org.tessera.access.Role;
import org.tessera.access.identity.SignedIn;
import org.tessera.access.pack.PackageWorker;
import org.tessera.access.request.Refused;
import org.tessera.access.request.Request;
import org.tessera.access.request.RequestDesk;
import org.tessera.catalog.Collection;
import org.tessera.catalog.search.CatalogSearch;

/// Requests as researchers write them and the committee decides them.
@Controller
class RequestPages {
  private final RequestDesk desk;
  private final CatalogSearch catalogue;
  private final PackageWorker worker;

  RequestPages(RequestDesk desk, CatalogSearch catalogue, PackageWorker worker) {
    this.desk = desk;
    this.catalogue = catalogue;
    this.worker = worker;
  }

  @GetMapping("/requests")
  String list(Authentication authentication, Model model) {
    Person person = SignedIn.person(authentication);
    model.addAttribute("researcher", person.is(Role.RESEARCHER));
    model.addAttribute("committee", person.is(Role.COMMITTEE));
    model.addAttribute("mine", desk.mine(person));
    model.addAttribute("toDecide", desk.toDecide(person));
    model.addAttribute("decided", desk.decided(person));
    return "access/requests";
  }

  @GetMapping("/requests/new")
  String blank(@RequestParam("collection") String id, Model model) {
    model.addAttribute("collection", collection(id));
    return "access/request-new";
  }

  @PostMapping("/requests")
  ModelAndView submit(
      @RequestParam("collection") String id,
      @RequestParam("title") String title,
      @RequestParam("justification") String justification,
      Authentication authentication) {
    Collection collection = collection(id);
    try {
      var wish = new RequestDesk.Wish(id, collection.name(), title, justification);
      Request request = desk.submit(SignedIn.person(authentication), wish);
      return new ModelAndView("redirect:/requests/" + request.id());
    } catch (Refused e) {
      Map<String, Object> again =
          Map.of(
              "problem", e.key(),
              "collection", collection,
              // Not "title": that is the frame's, and the form would show the page's title.
              "project", title,
              "justification", justification);
      return new ModelAndView("access/request-new", again, HttpStatus.UNPROCESSABLE_CONTENT);
    }
  }

  @GetMapping("/requests/{id}")
  String show(@PathVariable("id") UUID id, Authentication authentication, Model model) {
    Person person = SignedIn.person(authentication);
    Request request =
        desk.find(person, id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    boolean mine = request.requester().equals(person.name());
    boolean open = request.state() == Request.State.SUBMITTED;
    model.addAttribute("request", request);
    model.addAttribute("mine", mine);
    model.addAttribute("mayDecide", open && !mine && person.is(Role.COMMITTEE));
    model.addAttribute("conflict", open && mine && person.is(Role.COMMITTEE));
    return "access/request";
  }

  @PostMapping("/requests/{id}/decision")
  ModelAndView decide(
      @PathVariable("id") UUID id,
      @RequestParam("approve") boolean approve,
      @RequestParam(name = "reason", defaultValue = "") String reason,
      Authentication authentication,
      Model model) {
    try {
      desk.decide(SignedIn.person(authentication), id, approve, reason);
    } catch (Refused e) {
      model.addAttribute("problem", e.key());
      String page = show(id, authentication, model);
      return new ModelAndView(page, model.asMap(), HttpStatus.UNPROCESSABLE_CONTENT);
    }
    worker.wake();
    return new ModelAndView("redirect:/requests/" + id);
  }

  private Collection collection(String id) {
    return catalogue
        .holdings()
        .collection(id)
        .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
  }
}
