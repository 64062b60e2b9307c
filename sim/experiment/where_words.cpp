#include <fmt/format.h>

#include <array>
#include <charconv>

#include "sim/experiment/where_node.hpp"

namespace homeward {

namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

class Cutter {
 public:
  explicit Cutter(std::string_view text) : text_(text) {}

  std::vector<WhereWord> cut() {
    std::vector<WhereWord> words;
    do {
      words.push_back(next());
    } while (words.back().kind != WhereWord::Kind::end);
    return words;
  }

 private:
  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

  WhereWord next() {
    while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') ++at_;
    const std::size_t start = at_;
    if (at_ == text_.size()) return {WhereWord::Kind::end, "the end", 0, start};
    if (is_digit(peek()) || (peek() == '.' && is_digit(peek(1)))) return number();
    if (peek() == '"' || peek() == '\'') return {WhereWord::Kind::text, quoted(), 0, start};
    if (is_letter(peek())) return name();
    return sign();
  }

  WhereWord number() {
    const std::size_t start = at_;
    double value{};
    const char* first = text_.data() + at_;
    const auto [stopped, error] = std::from_chars(first, text_.data() + text_.size(), value);
    if (error != std::errc{}) throw WhereFault{start, "a number that cannot be read"};
    at_ += static_cast<std::size_t>(stopped - first);
    if (is_letter(peek())) throw WhereFault{at_, "a letter right after a number"};
    return {WhereWord::Kind::number, std::string{text_.substr(start, at_ - start)}, value, start};
  }

  std::string quoted() {
    const std::size_t start = at_;
    const char quote = text_[at_++];
    const auto end = text_.find(quote, at_);
    if (end == std::string_view::npos) throw WhereFault{start, "a text without its second quote"};
    const auto inner = text_.substr(at_, end - at_);
    at_ = end + 1;
    return std::string{inner};
  }

  /// A word or a dotted key; parts after a dot may stand in quotes.
  WhereWord name() {
    const std::size_t start = at_;
    std::string name;
    while (true) {
      const std::size_t part = at_;
      while (is_letter(peek()) || is_digit(peek())) ++at_;
      name += path_part(text_.substr(part, at_ - part));
      while (peek() == '.' && (peek(1) == '"' || peek(1) == '\'')) {
        ++at_;
        name += '.' + path_part(quoted());
      }
      if (peek() != '.') break;
      ++at_;
      name += '.';
      if (!is_letter(peek()) && !is_digit(peek())) throw WhereFault{at_, "a key that ends with a dot"};
    }
    return {WhereWord::Kind::name, name, 0, start};
  }

  WhereWord sign() {
    constexpr std::array<std::string_view, 12> signs{"<=", ">=", "==", "!=", "<", ">",
                                                     "+",  "-",  "*",  "/",  "(", ")"};
    const std::size_t start = at_;
    for (const auto one : signs) {
      if (!text_.substr(at_).starts_with(one)) continue;
      at_ += one.size();
      return {WhereWord::Kind::sign, std::string{one}, 0, start};
    }
    const auto rest = text_.substr(at_);
    if (rest.starts_with('=')) throw WhereFault{start, "= compares nothing; write =="};
    if (rest.starts_with("&&")) throw WhereFault{start, "&& is written and"};
    if (rest.starts_with("||")) throw WhereFault{start, "|| is written or"};
    if (rest.starts_with('!')) throw WhereFault{start, "! is written not"};
    throw WhereFault{start, fmt::format("{} has no meaning here", toml_string(rest.substr(0, 1)))};
  }

  std::string_view text_;
  std::size_t at_{};
};

}  // namespace

std::vector<WhereWord> where_words(std::string_view text) {
  return Cutter(text).cut();
}

}  // namespace homeward
