-- Nested `for` loops with arithmetic.
local sum = 0
for i = 1, 7000 do
  for j = 1, 7000 do
    sum = sum + (i * j - (i + j))
  end
end
print(sum)
