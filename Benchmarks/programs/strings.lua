-- Strings made, joined and compared.
local longest = 0
local matches = 0
for i = 1, 1000000 do
  local name = "page " .. i % 1000
  if name == "page 7" then matches = matches + 1 end
  longest = math.max(longest, #(name .. "."))
end
print(longest, matches)
