#include <fmt/format.h>

#include <utility>

#include "sim/experiment/where_node.hpp"
#include "sim/scenario/known_paths.hpp"
#include "sim/scenario/nearest.hpp"

namespace homeward {

namespace {

constexpr std::size_t deepest = 100;

std::string_view in_words(WhereKind kind) {
  if (kind == WhereKind::number) return "a number";
  return kind == WhereKind::text ? "a text" : "true or false";
}

/// Recursive descent, a function for each level of precedence.
class Parser {
 public:
  Parser(std::string_view text, const Scenario& base) : base_(base), words_(where_words(text)) {}

  WhereNode parse() {
    if (word().kind == WhereWord::Kind::end) throw WhereFault{0, "there is no condition"};
    WhereNode root = disjunction();
    if (word().kind != WhereWord::Kind::end) throw unexpected("the end, and, or");
    require(root, WhereKind::truth, "the condition");
    return root;
  }

 private:
  const WhereWord& word() const { return words_[next_]; }

  bool is(std::string_view sign) const {
    const bool can = word().kind == WhereWord::Kind::sign || word().kind == WhereWord::Kind::name;
    return can && word().text == sign;
  }

  bool take(std::string_view sign) {
    if (!is(sign)) return false;
    ++next_;
    return true;
  }

  WhereFault unexpected(std::string_view wanted) const {
    const bool end = word().kind == WhereWord::Kind::end;
    const auto found = end ? word().text : toml_string(shortened(word().text));
    return {word().at, fmt::format("{} where {} should be", found, wanted)};
  }

  static void require(const WhereNode& node, WhereKind kind, std::string_view what) {
    if (node.kind == kind || node.kind == WhereKind::any) return;
    throw WhereFault{node.at,
                     fmt::format("{} is {}; it must be {}", what, in_words(node.kind), in_words(kind))};
  }

  static WhereNode join(WhereOp op, WhereKind kind, WhereNode a, WhereNode b) {
    WhereNode node;
    node.op = op;
    node.kind = kind;
    node.at = a.at;
    node.operands.push_back(std::move(a));
    node.operands.push_back(std::move(b));
    return node;
  }

  static WhereNode over(WhereOp op, WhereKind kind, std::size_t at, WhereNode a) {
    WhereNode node;
    node.op = op;
    node.kind = kind;
    node.at = at;
    node.operands.push_back(std::move(a));
    return node;
  }

  /// Operands of `kind` on both sides, as often as one of the signs follows.
  template <typename Next, std::size_t n>
  WhereNode chain(Next next, WhereKind kind,
                  const std::array<std::pair<std::string_view, WhereOp>, n>& signs) {
    WhereNode left = next();
    for (bool found = true; found;) {
      found = false;
      for (const auto& [sign, op] : signs) {
        if (!take(sign)) continue;
        WhereNode right = next();
        require(left, kind, fmt::format("the left side of {}", sign));
        require(right, kind, fmt::format("the right side of {}", sign));
        left = join(op, kind, std::move(left), std::move(right));
        found = true;
        break;
      }
    }
    return left;
  }

  WhereNode disjunction() {
    constexpr std::array<std::pair<std::string_view, WhereOp>, 1> signs{{{"or", WhereOp::logical_or}}};
    return chain([&] { return conjunction(); }, WhereKind::truth, signs);
  }

  WhereNode conjunction() {
    constexpr std::array<std::pair<std::string_view, WhereOp>, 1> signs{{{"and", WhereOp::logical_and}}};
    return chain([&] { return negation(); }, WhereKind::truth, signs);
  }

  WhereNode negation() {
    const auto at = word().at;
    if (!take("not")) return comparison();
    enter(at);
    WhereNode operand = negation();
    --depth_;
    require(operand, WhereKind::truth, "what follows not");
    return over(WhereOp::logical_not, WhereKind::truth, at, std::move(operand));
  }

  std::optional<WhereOp> comparison_sign() {
    constexpr std::array<std::pair<std::string_view, WhereOp>, 6> signs{{{"<=", WhereOp::less_equal},
                                                                         {">=", WhereOp::greater_equal},
                                                                         {"<", WhereOp::less},
                                                                         {">", WhereOp::greater},
                                                                         {"==", WhereOp::equal},
                                                                         {"!=", WhereOp::not_equal}}};
    for (const auto& [sign, op] : signs)
      if (take(sign)) return op;
    return std::nullopt;
  }

  WhereNode comparison() {
    WhereNode left = sum();
    const auto sign_at = word().at;
    const auto op = comparison_sign();
    if (!op) return left;
    WhereNode right = sum();
    if (*op == WhereOp::equal || *op == WhereOp::not_equal) {
      const bool same =
          left.kind == right.kind || left.kind == WhereKind::any || right.kind == WhereKind::any;
      if (!same)
        throw WhereFault{sign_at,
                         fmt::format("{} is compared with {}", in_words(left.kind), in_words(right.kind))};
    } else {
      require(left, WhereKind::number, "the left side of a comparison");
      require(right, WhereKind::number, "the right side of a comparison");
    }
    const auto again = word().at;
    if (comparison_sign()) throw WhereFault{again, "comparisons are not chained; write a < b and b < c"};
    return join(*op, WhereKind::truth, std::move(left), std::move(right));
  }

  WhereNode sum() {
    constexpr std::array<std::pair<std::string_view, WhereOp>, 2> signs{
        {{"+", WhereOp::add}, {"-", WhereOp::subtract}}};
    return chain([&] { return product(); }, WhereKind::number, signs);
  }

  WhereNode product() {
    constexpr std::array<std::pair<std::string_view, WhereOp>, 2> signs{
        {{"*", WhereOp::multiply}, {"/", WhereOp::divide}}};
    return chain([&] { return factor(); }, WhereKind::number, signs);
  }

  WhereNode factor() {
    const auto at = word().at;
    if (!take("-")) return atom();
    enter(at);
    WhereNode operand = factor();
    --depth_;
    require(operand, WhereKind::number, "what follows -");
    return over(WhereOp::minus, WhereKind::number, at, std::move(operand));
  }

  WhereNode atom() {
    WhereNode node;
    node.at = word().at;
    if (take("(")) {
      enter(node.at);
      node = disjunction();
      --depth_;
      if (!take(")")) throw unexpected(")");
      return node;
    }
    const WhereWord found = word();
    if (found.kind == WhereWord::Kind::number) {
      node.op = WhereOp::number;
      node.kind = WhereKind::number;
      node.number = found.number;
    } else if (found.kind == WhereWord::Kind::text) {
      node.op = WhereOp::text;
      node.kind = WhereKind::text;
      node.text = found.text;
    } else if (found.kind == WhereWord::Kind::name) {
      name(node, found);
    } else {
      throw unexpected("a number, a key or (");
    }
    ++next_;
    return node;
  }

  void name(WhereNode& node, const WhereWord& found) const {
    if (found.text == "true" || found.text == "false") {
      node.op = WhereOp::truth;
      node.kind = WhereKind::truth;
      node.number = found.text == "true" ? 1 : 0;
      return;
    }
    if (found.text == "and" || found.text == "or" || found.text == "not")
      throw unexpected("a number, a key or (");
    const auto kind = kind_of_path(base_, found.text);
    if (kind == PathKind::unknown) {
      const auto near = nearest(found.text, known_paths(base_));
      throw WhereFault{found.at, fmt::format("{} is not a known key{}{}", shortened(found.text, 120),
                                             near.empty() ? "" : "; the nearest is ", near)};
    }
    if (kind == PathKind::section)
      throw WhereFault{found.at, fmt::format("{} is a table; name one of its keys", found.text)};
    node.op = WhereOp::key;
    node.kind = kind_of_key(found.text, kind);
    node.text = found.text;
    node.path.emplace(found.text);
  }

  static WhereKind kind_of_key(const std::string& path, PathKind kind) {
    if (kind == PathKind::number) return WhereKind::number;
    const auto* key = find_key(path);
    if (key == nullptr || key->type == KeyType::mixed) return WhereKind::any;
    if (key->type == KeyType::boolean) return WhereKind::truth;
    if (key->type == KeyType::text || key->type == KeyType::choice) return WhereKind::text;
    return WhereKind::any;
  }

  void enter(std::size_t at) {
    if (++depth_ > deepest) throw WhereFault{at, "it is nested too deeply"};
  }

  const Scenario& base_;
  std::vector<WhereWord> words_;
  std::size_t next_{};
  std::size_t depth_{};
};

}  // namespace

WhereNode parse_where(std::string_view text, const Scenario& base) {
  return Parser(text, base).parse();
}

}  // namespace homeward
